import { Button, Group, Stack, Text, Textarea } from '@mantine/core'
import { type FormEvent, type ReactElement, type ReactNode, useState } from 'react'
import { ask } from './ask.tsx'

type Question = {
  title: string
  /** What will happen. */
  about?: ReactNode
  /** What the button says: "Start the experiment". */
  action: string
  /** Whether a reason must be given. */
  required?: boolean
  placeholder?: string
  danger?: boolean
}

/** Asks for the reason of a change, which is kept in the history. Undefined when it was cancelled; may be empty where it need not be given. */
export function askWhy(question: Question): Promise<string | undefined> {
  return ask<string>(question.title, (answer, cancel) => (
    <WhyForm question={question} onAnswer={answer} onCancel={cancel} />
  ))
}

function WhyForm({
  question,
  onAnswer,
  onCancel,
}: {
  question: Question
  onAnswer: (why: string) => void
  onCancel: () => void
}): ReactElement {
  const { about, action, required = false, placeholder, danger = false } = question
  const [why, setWhy] = useState('')
  const missing = required && why.trim() === ''
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (!missing) onAnswer(why.trim())
  }
  return (
    <form onSubmit={submit}>
      <Stack>
        {about !== undefined && <Text component="div">{about}</Text>}
        <Textarea
          label={required ? 'Why?' : 'Why? (optional)'}
          description="Kept in the history, for whoever wonders later"
          placeholder={placeholder ?? ''}
          value={why}
          autosize
          minRows={2}
          maxRows={8}
          maxLength={2000}
          data-autofocus
          onChange={event => setWhy(event.currentTarget.value)}
        />
        <Group justify="flex-end">
          <Button variant="default" onClick={onCancel}>
            Cancel
          </Button>
          <Button type="submit" disabled={missing} {...(danger ? { color: 'red' } : {})}>
            {action}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
