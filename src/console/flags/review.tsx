import { Button, Group, Stack, Textarea } from '@mantine/core'
import { type FormEvent, type ReactElement, useState } from 'react'
import type { Flag } from '../../contract/flag.ts'
import type { ServingNames } from '../../core/evaluate/serving-text.ts'
import { flagChangeTexts } from '../../core/model/flag-change-text.ts'
import { ask } from '../parts/ask.tsx'
import { JsonDiff } from '../parts/json-diff.tsx'
import classes from './flag-editor.module.css'

type Change = { before: Flag; after: Flag; names: ServingNames }

/** Shows what is about to change and asks why; undefined when it was cancelled. */
export function askReview(change: Change): Promise<string | undefined> {
  return ask<string>(
    `Save changes to ${change.before.name}`,
    (answer, cancel) => <ReviewForm change={change} onAnswer={answer} onCancel={cancel} />,
    'lg',
  )
}

function ReviewForm({
  change: { before, after, names },
  onAnswer,
  onCancel,
}: {
  change: Change
  onAnswer: (why: string) => void
  onCancel: () => void
}): ReactElement {
  const [why, setWhy] = useState('')
  const [exact, setExact] = useState(false)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    onAnswer(why.trim())
  }
  return (
    <form onSubmit={submit}>
      <Stack>
        <ul className={classes.changes} aria-label="Changes">
          {flagChangeTexts(before, after, names).map(({ where, says, was, kind }) => (
            <li key={`${where} ${kind} ${says}`} data-kind={kind}>
              <span className={classes.where}>{where}</span>
              <span className={classes.kind}>{kind}</span>
              <span>
                {was !== undefined && <del>{was}</del>}
                {says}
              </span>
            </li>
          ))}
        </ul>
        <div>
          <Button size="compact-sm" variant="subtle" aria-expanded={exact} onClick={() => setExact(!exact)}>
            {exact ? 'Hide the exact fields' : 'Show the exact fields'}
          </Button>
          {exact && <JsonDiff before={before} after={after} names={['Saved', 'Draft']} />}
        </div>
        <Textarea
          label="Why? (optional)"
          description="Kept in the history, for whoever wonders later"
          autosize
          minRows={2}
          maxRows={8}
          maxLength={2000}
          value={why}
          data-autofocus
          onChange={event => setWhy(event.currentTarget.value)}
        />
        <Group justify="flex-end">
          <Button variant="default" onClick={onCancel}>
            Go on editing
          </Button>
          <Button type="submit">Save</Button>
        </Group>
      </Stack>
    </form>
  )
}
