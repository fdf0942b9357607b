import { NumberInput, Stack } from '@mantine/core'
import type { ReactElement } from 'react'
import type { Experiment } from '../../contract/experiment.ts'
import classes from './wizard.module.css'

type Analysis = Experiment['analysis']
type Props = { analysis: Analysis; onChange: (part: Partial<Analysis>) => void }

/** What most people never have to touch. */
export function PlanDetails({ analysis, onChange }: Props): ReactElement {
  const { alpha, windowDays, prePeriodDays } = analysis
  return (
    <details>
      <summary className={classes.summary}>More about the analysis</summary>
      <Stack mt="sm" maw="24rem">
        <NumberInput
          label="Chance of a false alarm one accepts"
          description="Shared by all success metrics and variants"
          suffix=" %"
          min={0.1}
          max={49}
          decimalScale={3}
          value={Number((alpha * 100).toFixed(6))}
          onChange={share => typeof share === 'number' && share > 0 && share < 50 && onChange({ alpha: share / 100 })}
        />
        <NumberInput
          label="Outcomes count for (optional)"
          description="From the first exposure of each; left empty, until the end"
          placeholder="until the end"
          suffix=" days"
          min={0}
          max={365}
          value={windowDays ?? ''}
          onChange={days => onChange({ windowDays: typeof days === 'number' && days > 0 ? days : undefined })}
        />
        <NumberInput
          label="Compare with what each did before"
          description="So many days before the first exposure sharpen the answer; 0 leaves it out"
          suffix=" days"
          min={0}
          max={365}
          value={prePeriodDays}
          onChange={days => typeof days === 'number' && onChange({ prePeriodDays: Math.max(0, days) })}
        />
      </Stack>
    </details>
  )
}
