import { Button, Code, Group, Stack, Text, TextInput } from '@mantine/core'
import { type FormEvent, type ReactElement, type ReactNode, useState } from 'react'
import { ask } from './ask.tsx'

type Question = {
  title: string
  /** What has to be typed: the key or name of what is about to go. */
  name: string
  /** What will happen, and whether it can be undone. */
  consequences: ReactNode
  /** What the button says: "Archive the flag". */
  action: string
}

/** Asks before something that cannot simply be undone, by its name. True when it was typed. */
export async function confirmByName(question: Question): Promise<boolean> {
  const answer = await ask<true>(question.title, (yes, cancel) => (
    <ConfirmForm question={question} onYes={() => yes(true)} onCancel={cancel} />
  ))
  return answer === true
}

function ConfirmForm({
  question,
  onYes,
  onCancel,
}: {
  question: Question
  onYes: () => void
  onCancel: () => void
}): ReactElement {
  const { name, consequences, action } = question
  const [typed, setTyped] = useState('')
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (typed === name) onYes()
  }
  return (
    <form onSubmit={submit}>
      <Stack>
        <Text component="div">{consequences}</Text>
        <TextInput
          label={
            <>
              Type <Code>{name}</Code> to go on
            </>
          }
          value={typed}
          data-autofocus
          autoComplete="off"
          onChange={event => setTyped(event.currentTarget.value)}
        />
        <Group justify="flex-end">
          <Button variant="default" onClick={onCancel}>
            Cancel
          </Button>
          <Button type="submit" color="red" disabled={typed !== name}>
            {action}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
