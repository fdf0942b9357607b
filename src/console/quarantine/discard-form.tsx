import { Button, Code, Group, Stack, Text, Textarea, TextInput } from '@mantine/core'
import { type FormEvent, type ReactElement, useState } from 'react'
import { plural } from '../../core/report/number-text.ts'
import { ask } from '../parts/ask.tsx'

/** Asks before events are given up for good: by their name, with a reason for the audit. Undefined when it was cancelled. */
export function askDiscard(event: string, events: number): Promise<string | undefined> {
  return ask<string>(`Discard ${plural(events, 'event')}?`, (answer, cancel) => (
    <DiscardForm event={event} onAnswer={answer} onCancel={cancel} />
  ))
}

type Props = { event: string; onAnswer: (why: string) => void; onCancel: () => void }

function DiscardForm({ event, onAnswer, onCancel }: Props): ReactElement {
  const [typed, setTyped] = useState('')
  const [why, setWhy] = useState('')
  const name = event === '' ? 'discard' : event
  const ready = typed === name && why.trim() !== ''
  const submit = (submitted: FormEvent) => {
    submitted.preventDefault()
    if (ready) onAnswer(why.trim())
  }
  return (
    <form onSubmit={submit}>
      <Stack>
        <Text>They leave quarantine and cannot be brought back from here.</Text>
        <Textarea
          label="Why?"
          description="Kept in the audit, for whoever wonders later"
          value={why}
          autosize
          minRows={2}
          maxRows={6}
          maxLength={2000}
          data-autofocus
          onChange={changed => setWhy(changed.currentTarget.value)}
        />
        <TextInput
          label={
            <>
              Type <Code>{name}</Code> to go on
            </>
          }
          value={typed}
          autoComplete="off"
          onChange={changed => setTyped(changed.currentTarget.value)}
        />
        <Group justify="flex-end">
          <Button variant="default" onClick={onCancel}>
            Cancel
          </Button>
          <Button type="submit" color="red" disabled={!ready}>
            Discard them
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
