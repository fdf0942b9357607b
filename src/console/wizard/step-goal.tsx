import { Textarea, TextInput } from '@mantine/core'
import type { ReactElement } from 'react'
import { KeyText } from '../parts/key-text.tsx'
import { NameAndKey } from '../parts/name-and-key.tsx'
import { useSetup } from './setup.ts'
import classes from './wizard.module.css'

/** The question: name, hypothesis, and what success looks like. */
export function StepGoal(): ReactElement {
  const { draft, record, faults, set } = useSetup()
  return (
    <>
      {record === undefined ? (
        <NameAndKey
          value={draft}
          onChange={({ name, key }) => set({ name, key })}
          errors={{ name: faults.name, key: faults.key }}
          namePlaceholder="A simpler checkout for people above 65"
        />
      ) : (
        <div>
          <TextInput
            label="Name"
            value={draft.name}
            error={faults.name}
            onChange={event => set({ name: event.currentTarget.value })}
          />
          <p className={classes.note}>
            <KeyText>{record.key}</KeyText>
          </p>
        </div>
      )}
      <Textarea
        label="Hypothesis (optional)"
        description="If we do this, then that will happen, because…"
        placeholder="Shoppers above 65 buy more often when the checkout is a single page in large type."
        autosize
        minRows={2}
        maxRows={8}
        value={draft.hypothesis}
        error={faults.hypothesis}
        onChange={event => set({ hypothesis: event.currentTarget.value })}
      />
      <Textarea
        label="What does success look like? (optional)"
        description="Left empty, the hypothesis says it"
        autosize
        minRows={1}
        maxRows={6}
        value={draft.goal}
        error={faults.goal}
        onChange={event => set({ goal: event.currentTarget.value })}
      />
      <TextInput
        label="Owner (optional)"
        description="Whom to ask: a person or a team"
        value={draft.owner}
        error={faults.owner}
        maw="20rem"
        onChange={event => set({ owner: event.currentTarget.value })}
      />
    </>
  )
}
