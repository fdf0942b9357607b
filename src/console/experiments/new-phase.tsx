import { Button, Group, Stack, Text, Textarea } from '@mantine/core'
import { type FormEvent, type ReactElement, useState } from 'react'
import type { Weights } from '../../contract/flag.ts'
import { evenly, withWeight } from '../../core/evaluate/weights.ts'
import { ask } from '../parts/ask.tsx'
import { PercentInput } from '../parts/percent-input.tsx'
import { WeightsBar } from '../parts/weights-bar.tsx'
import type { KeptExperiment } from './kept-experiment.ts'

type NewPhase = { variants: Weights; reason: string }

/** Asks for the weights of a new phase, and why. */
export function askPhase(experiment: KeptExperiment): Promise<NewPhase | undefined> {
  return ask<NewPhase>(`New phase of ${experiment.name}`, (answer, cancel) => (
    <PhaseForm experiment={experiment} onAnswer={answer} onCancel={cancel} />
  ))
}

type Props = { experiment: KeptExperiment; onAnswer: (phase: NewPhase) => void; onCancel: () => void }

function PhaseForm({ experiment, onAnswer, onCancel }: Props): ReactElement {
  const { control } = experiment
  const [variants, setVariants] = useState(experiment.variants)
  const [reason, setReason] = useState('')
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (reason.trim() !== '') onAnswer({ variants, reason: reason.trim() })
  }
  return (
    <form onSubmit={submit}>
      <Stack>
        <Text>
          Everybody is shared out afresh, and the report begins anew: what was seen with the present weights stays in
          the phase before.
        </Text>
        <WeightsBar weights={variants} control={control} />
        {variants.map(({ variant, weight }, place) => (
          <Group key={variant} justify="space-between" wrap="nowrap">
            <span>{variant}</span>
            <PercentInput
              label={`Share of ${variant}`}
              value={weight}
              onChange={share => setVariants(withWeight(variants, place, share))}
            />
          </Group>
        ))}
        <div>
          <Button
            size="compact-sm"
            variant="default"
            onClick={() => setVariants(evenly(variants.map(({ variant }) => variant)))}
          >
            Share evenly
          </Button>
        </div>
        <Textarea
          label="Why?"
          description="Kept with the phase, and shown in the report"
          autosize
          minRows={2}
          value={reason}
          maxLength={2000}
          data-autofocus
          onChange={event => setReason(event.currentTarget.value)}
        />
        <Group justify="flex-end">
          <Button variant="default" onClick={onCancel}>
            Cancel
          </Button>
          <Button type="submit" disabled={reason.trim() === ''}>
            Begin the phase
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
