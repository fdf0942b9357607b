import { Button, Group, Stack, Textarea, TextInput } from '@mantine/core'
import { type FormEvent, type ReactElement, useState } from 'react'
import { ask } from '../parts/ask.tsx'

export type ProposalReason = { title: string; why: string }

/** Asks what a proposal is called and why it is made. Undefined when it was cancelled. */
export function askProposal(title: string): Promise<ProposalReason | undefined> {
  return ask<ProposalReason>('Propose this change', (answer, cancel) => (
    <ProposeForm start={title} onAnswer={answer} onCancel={cancel} />
  ))
}

type Props = { start: string; onAnswer: (reason: ProposalReason) => void; onCancel: () => void }

function ProposeForm({ start, onAnswer, onCancel }: Props): ReactElement {
  const [title, setTitle] = useState(start)
  const [why, setWhy] = useState('')
  const ready = title.trim() !== '' && why.trim() !== ''
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (ready) onAnswer({ title: title.trim(), why: why.trim() })
  }
  return (
    <form onSubmit={submit}>
      <Stack>
        <TextInput
          label="Title"
          value={title}
          maxLength={200}
          onChange={event => setTitle(event.currentTarget.value)}
        />
        <Textarea
          label="Why?"
          description="Whoever applies it reads this, and so does the history of all it changes"
          value={why}
          autosize
          minRows={3}
          maxRows={8}
          data-autofocus
          onChange={event => setWhy(event.currentTarget.value)}
        />
        <Group justify="flex-end">
          <Button variant="default" onClick={onCancel}>
            Cancel
          </Button>
          <Button type="submit" disabled={!ready}>
            Propose
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
