import type { ReactElement } from 'react'
import type { PlanAdvice } from '../../contract/analyses.ts'
import { count, percent, plural } from '../../core/report/number-text.ts'
import { LineChart } from '../charts/line-chart.tsx'
import type { KeptExperiment } from '../experiments/kept-experiment.ts'
import { tickText } from '../parts/number-text.tsx'
import classes from './wizard.module.css'

type Props = { advice: PlanAdvice; name: string; record: KeptExperiment | undefined }

/** What the planned length can find, in one sentence and as a curve. */
export function PowerChart({ advice, name, record }: Props): ReactElement | null {
  const { baseline, unitsPerDay, minimumDetectableEffect: smallest, power, powerCurve } = advice
  const days = record?.analysis.plannedDays
  if (days === undefined || 'unavailable' in smallest || smallest.relative === null) return null
  const unit = record?.unit ?? 'user'
  const points = powerCurve.map(({ effect, power: chance }) => ({ x: effect / baseline.value, y: chance }))
  return (
    <>
      <p className={classes.sentence}>
        {plural(days, 'day')} find a change of {name} by <strong>{percent(smallest.relative)}</strong> or more, with a
        chance of {percent(power)}. About {count(unitsPerDay)} {unit}s a day would take part.
      </p>
      <details>
        <summary className={classes.summary}>The chance to find other effects</summary>
        <LineChart
          title={`Chance to find an effect within ${plural(days, 'day')}`}
          about={`By the size of the effect on ${name}, relative to ${unit}s on the control`}
          series={[{ name: 'Chance', points }]}
          x="number"
          formatX={x => percent(x)}
          tickX={x => tickText(x, 'percent')}
          formatY={y => percent(y)}
          tickY={y => tickText(y, 'percent')}
          marks={[{ x: smallest.relative, label: `found with a chance of ${percent(power)}` }]}
          zero
          height={180}
        />
      </details>
    </>
  )
}
