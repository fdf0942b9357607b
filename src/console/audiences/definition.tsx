import { Textarea, TextInput } from '@mantine/core'
import { type ReactElement, useContext } from 'react'
import { conditionText } from '../../core/evaluate/condition-text.ts'
import { ConditionBuilder } from '../conditions/condition-builder.tsx'
import { FaultsContext } from '../conditions/faults.ts'
import { useVocabulary } from '../conditions/use-vocabulary.ts'
import classes from './audience.module.css'
import type { DraftAudience } from './draft-audience.ts'

type Props = {
  draft: DraftAudience
  onChange: (change: (draft: DraftAudience) => DraftAudience) => void
  mayChange: boolean
}

/** What an audience says: its condition as a sentence and as it is edited, its name and description. */
export function Definition({ draft, onChange, mayChange }: Props): ReactElement {
  const vocabulary = useVocabulary()
  const faults = useContext(FaultsContext)
  const { name, description, condition } = draft
  return (
    <div className={classes.block}>
      <section className={classes.block} aria-labelledby="condition-title">
        <h2 id="condition-title" className={classes.heading}>
          Everyone with
        </h2>
        <p className={classes.sentence}>
          {condition === undefined ? 'no condition yet' : conditionText(condition, vocabulary)}
        </p>
        {mayChange && (
          <ConditionBuilder
            condition={condition}
            onChange={next => onChange(before => ({ ...before, condition: next }))}
            vocabulary={vocabulary}
            path="/condition"
          />
        )}
      </section>
      <TextInput
        label="Name"
        mt="md"
        value={name}
        error={faults.get('/name')}
        disabled={!mayChange}
        onChange={event => {
          const next = event.currentTarget.value
          onChange(before => ({ ...before, name: next }))
        }}
      />
      <Textarea
        label="Description"
        autosize
        minRows={2}
        maxRows={8}
        value={description ?? ''}
        disabled={!mayChange}
        onChange={event => {
          const next = event.currentTarget.value
          onChange(before => ({ ...before, description: next === '' ? undefined : next }))
        }}
      />
    </div>
  )
}
