import { Button, Group, NumberInput, Stack, Textarea, TextInput } from '@mantine/core'
import { type FormEvent, type ReactElement, useState } from 'react'
import { ask } from '../parts/ask.tsx'
import type { KeptExperiment } from './kept-experiment.ts'

/** What somebody changed about an experiment, as a merge patch. */
type Changes = Record<string, string | number | null>

/** Asks for what may change about an experiment whatever its state: its words, and while it runs that more take part. */
export function askWords(experiment: KeptExperiment): Promise<Changes | undefined> {
  return ask<Changes>('Edit the experiment', (answer, cancel) => (
    <WordsForm experiment={experiment} onAnswer={answer} onCancel={cancel} />
  ))
}

type Props = { experiment: KeptExperiment; onAnswer: (changes: Changes) => void; onCancel: () => void }

function WordsForm({ experiment, onAnswer, onCancel }: Props): ReactElement {
  const { name, hypothesis = '', goal = '', owner = '', coverage, run } = experiment
  const before = { name, hypothesis, goal, owner }
  const [words, setWords] = useState(before)
  const [share, setShare] = useState<number | string>(coverage)
  const tooSmall = typeof share !== 'number' || share < coverage
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const changed = Object.entries(words).filter(([field, text]) => text !== before[field as keyof typeof before])
    const patch: Changes = Object.fromEntries(changed.map(([field, text]) => [field, text === '' ? null : text]))
    onAnswer({ ...patch, ...(typeof share === 'number' && share !== coverage ? { coverage: share } : {}) })
  }
  return (
    <form onSubmit={submit}>
      <Stack>
        <TextInput
          label="Name"
          value={words.name}
          maxLength={200}
          onChange={event => setWords({ ...words, name: event.currentTarget.value })}
        />
        <Textarea
          label="Hypothesis"
          autosize
          minRows={2}
          maxRows={10}
          value={words.hypothesis}
          onChange={event => setWords({ ...words, hypothesis: event.currentTarget.value })}
        />
        <Textarea
          label="What success looks like"
          autosize
          minRows={1}
          maxRows={6}
          value={words.goal}
          onChange={event => setWords({ ...words, goal: event.currentTarget.value })}
        />
        <TextInput
          label="Owner"
          value={words.owner}
          maxLength={200}
          onChange={event => setWords({ ...words, owner: event.currentTarget.value })}
        />
        {run.status === 'running' && (
          <NumberInput
            label="Share that takes part"
            description="It can grow while the experiment runs, and never shrink"
            suffix=" %"
            max={100}
            decimalScale={3}
            hideControls
            value={share}
            error={tooSmall ? `those already in would leave; at least ${coverage} %` : undefined}
            onChange={setShare}
          />
        )}
        <Group justify="flex-end">
          <Button variant="default" onClick={onCancel}>
            Cancel
          </Button>
          <Button type="submit" disabled={words.name.trim() === '' || tooSmall}>
            Save
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
