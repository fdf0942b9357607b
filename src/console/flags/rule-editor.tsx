import { Textarea } from '@mantine/core'
import type { ReactElement } from 'react'
import { ConditionBuilder } from '../conditions/condition-builder.tsx'
import type { DraftRule } from './draft-flag.ts'
import { useEditor } from './editor.ts'
import classes from './flag-editor.module.css'
import { ServeEditor } from './serve-editor.tsx'

type Props = { rule: DraftRule; onChange: (rule: DraftRule) => void; path: string; fresh: boolean }

/** One rule, opened: when it holds, what it serves, and a note for whoever reads it later. */
export function RuleEditor({ rule, onChange, path, fresh }: Props): ReactElement {
  const { vocabulary } = useEditor()
  return (
    <div className={classes.ruleEditor}>
      <section aria-label="When">
        <h4 className={classes.part}>When</h4>
        {rule.condition === undefined && (
          <p className={classes.note}>Everyone. Add a condition to narrow it down; rules below are never reached.</p>
        )}
        <ConditionBuilder
          condition={rule.condition}
          onChange={condition => onChange(conditioned(rule, condition))}
          vocabulary={vocabulary}
          path={`${path}/condition`}
          fresh={fresh}
        />
      </section>
      <section aria-label="Serve">
        <h4 className={classes.part}>Serve</h4>
        <ServeEditor serve={rule.serve} onChange={serve => onChange({ ...rule, serve })} path={`${path}/serve`} />
      </section>
      <Textarea
        label="Note (optional)"
        placeholder="Why this rule is here"
        autosize
        minRows={1}
        maxRows={5}
        value={rule.description ?? ''}
        onChange={event => onChange(described(rule, event.currentTarget.value))}
      />
    </div>
  )
}

function conditioned({ condition: _condition, ...rule }: DraftRule, condition: DraftRule['condition']): DraftRule {
  return condition === undefined ? rule : { ...rule, condition }
}

function described({ description: _description, ...rule }: DraftRule, description: string): DraftRule {
  return description === '' ? rule : { ...rule, description }
}
