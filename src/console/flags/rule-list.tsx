import { Button } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { type ReactElement, useContext, useState } from 'react'
import type { FlagTraffic } from '../../contract/traffic.ts'
import { blankComparison } from '../conditions/draft-group.ts'
import { FaultsContext } from '../conditions/faults.ts'
import { sayUndoable } from '../parts/say-undoable.tsx'
import { type DraftRule, freshRuleKey } from './draft-flag.ts'
import { useEditor, useTargeting } from './editor.ts'
import classes from './flag-editor.module.css'
import { Movable } from './movable.tsx'
import { RuleCard } from './rule-card.tsx'

/** The rules of an environment in the order they are asked; dragged by pointer, or by Space and arrows. */
export function RuleList({ traffic }: { traffic: FlagTraffic | undefined }): ReactElement {
  const { base, draft, environment, mayChange } = useEditor()
  const { targeting, path, changeRules } = useTargeting()
  const faults = useContext(FaultsContext)
  const [opened, setOpened] = useState<ReadonlySet<string>>(new Set())
  const [fresh, setFresh] = useState<string>()
  const { rules } = targeting
  const open = (id: string, isOpen: boolean) => {
    const next = new Set(opened)
    if (isOpen) next.add(id)
    else next.delete(id)
    setOpened(next)
  }
  const insert = (rule: Omit<DraftRule, 'id'>, index: number) => {
    const id = freshRuleKey(rules, base.environments[environment]?.rules ?? [])
    changeRules(before => before.toSpliced(index, 0, { ...rule, id }))
    open(id, true)
    return id
  }
  const remove = (rule: DraftRule, index: number) => {
    changeRules(before => before.filter(({ id }) => id !== rule.id))
    sayUndoable(`Rule ${index + 1} is removed from the draft`, () =>
      changeRules(before => (before.some(({ id }) => id === rule.id) ? before : before.toSpliced(index, 0, rule))),
    )
  }
  const isFaulty = (index: number) => [...faults.keys()].some(at => at.startsWith(`${path}/rules/${index}/`))
  return (
    <>
      <Movable rules={rules} onMove={changeRules}>
        <ol className={classes.rules} aria-label="Rules">
          {rules.map((rule, index) => (
            <RuleCard
              key={rule.id}
              rule={rule}
              number={index + 1}
              path={`${path}/rules/${index}`}
              opened={opened.has(rule.id) || isFaulty(index)}
              fresh={rule.id === fresh}
              traffic={traffic}
              onOpen={isOpen => open(rule.id, isOpen)}
              onChange={next => changeRules(before => before.map(one => (one.id === rule.id ? next : one)))}
              onDuplicate={() => void insert(rule, index + 1)}
              onRemove={() => remove(rule, index)}
            />
          ))}
        </ol>
      </Movable>
      {rules.length === 0 && (
        <p className={classes.note}>No rules: everyone gets the same. Add one to serve some people something else.</p>
      )}
      {mayChange && (
        <Button
          variant="default"
          leftSection={<IconPlus size={15} />}
          onClick={() =>
            setFresh(
              insert(
                { condition: blankComparison(), serve: { variant: otherThan(draft.variants, targeting.fallthrough) } },
                rules.length,
              ),
            )
          }
        >
          Add a rule
        </Button>
      )}
    </>
  )
}

/** A rule usually serves something else than everybody gets. */
function otherThan(variants: readonly { key: string }[], fallthrough: string): string {
  return variants.find(({ key }) => key !== fallthrough)?.key ?? fallthrough
}
