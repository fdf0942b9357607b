import { Button, Group, Radio, Stack, Textarea } from '@mantine/core'
import { type FormEvent, type ReactElement, useState } from 'react'
import type { Decision } from '../../contract/experiment.ts'
import type { Report } from '../../contract/report.ts'
import { contradicts } from '../../core/lifecycle/override.ts'
import { recommendationText } from '../../core/report/recommendation-text.ts'
import { Notice } from '../parts/notice.tsx'

/** What somebody decided, before it is kept. */
export type Choice = Pick<Decision, 'outcome' | 'variant' | 'reason'>

type Props = { report: Report; onAnswer: (choice: Choice) => void; onCancel: () => void }

/** Asks what came of an experiment. Nothing is chosen beforehand; going against the rule is said aloud. */
export function DecisionForm({ report, onAnswer, onCancel }: Props): ReactElement {
  const [chosen, setChosen] = useState('')
  const [reason, setReason] = useState('')
  const choice = choiceOf(chosen)
  const against = choice !== undefined && contradicts(choice, report.recommendations)
  const ready = choice !== undefined && reason.trim() !== ''
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (!ready) return
    const { outcome, variant } = choice
    onAnswer({ outcome, reason: reason.trim(), ...(variant === undefined ? {} : { variant }) })
  }
  const ships = report.exposures.arms.map(({ variant }) => variant)
  return (
    <form onSubmit={submit}>
      <Stack>
        {report.recommendations.map(one => (
          <Notice key={one.variant} tone="neutral" title="The rule says">
            {recommendationText(one, report)}
          </Notice>
        ))}
        <Radio.Group label="What came of it?" value={chosen} onChange={setChosen}>
          <Stack gap="xs" mt="xs">
            {ships.map(variant => (
              <Radio
                key={variant}
                value={`ship ${variant}`}
                label={variant === report.control ? `Keep ${variant}, the control, and ship it` : `Ship ${variant}`}
              />
            ))}
            <Radio value="do-not-ship" label="Do not ship" />
            <Radio value="inconclusive" label="Inconclusive: nothing was learnt that decides it" />
          </Stack>
        </Radio.Group>
        {against && (
          <Notice tone="warning" title="This goes against the rule" urgent>
            You may know what the numbers do not. Say what it is: the decision is marked as an override for good.
          </Notice>
        )}
        <Textarea
          label={against ? 'Why against the rule?' : 'Why?'}
          description="Kept with the decision"
          required
          autosize
          minRows={2}
          maxRows={8}
          maxLength={2000}
          value={reason}
          onChange={event => setReason(event.currentTarget.value)}
        />
        <Group justify="flex-end">
          <Button variant="default" onClick={onCancel}>
            Cancel
          </Button>
          <Button type="submit" disabled={!ready}>
            {report.status === 'running' ? 'Stop it and decide' : 'Decide'}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

function choiceOf(chosen: string): { outcome: Decision['outcome']; variant: string | undefined } | undefined {
  if (chosen.startsWith('ship ')) return { outcome: 'ship', variant: chosen.slice(5) }
  if (chosen === 'do-not-ship' || chosen === 'inconclusive') return { outcome: chosen, variant: undefined }
  return undefined
}
