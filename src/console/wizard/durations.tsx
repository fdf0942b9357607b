import { Select } from '@mantine/core'
import type { ReactElement } from 'react'
import type { Metric } from '../../contract/metric.ts'
import { isShare } from '../../core/report/metric-kind.ts'
import { decimalsFor, fixed } from '../../core/report/number-text.ts'
import { numberText } from '../parts/number-text.tsx'
import { DurationList } from './duration-list.tsx'
import { PowerChart } from './power-chart.tsx'
import { useSetup } from './setup.ts'
import { type PlanQuestion, usePlanQuestion } from './use-plan-question.ts'
import { learntDays } from './use-plan-sizes.ts'
import classes from './wizard.module.css'

/** How long it takes to find which effect on a success metric, by recent traffic. */
export function Durations({ onChoose }: { onChoose: (days: number) => void }): ReactElement {
  const question = usePlanQuestion()
  if (question.metric === undefined)
    return <p className={classes.note}>Choose a success metric first; then it can be said how long the plan takes.</p>
  return (
    <section className={classes.card} aria-label="How long for which effect">
      <h3 className={classes.sectionTitle}>How long for which effect</h3>
      <Choices question={question} />
      <Answer question={question} metric={question.metric} onChoose={onChoose} />
    </section>
  )
}

/** On which metric, and by which event people arrive where the experiment will meet them. */
function Choices({ question }: { question: PlanQuestion }): ReactElement {
  const { metric, metrics, chooseMetric, arrival, arrivals, chooseArrival } = question
  return (
    <div className={classes.two}>
      {metrics.length > 1 && (
        <Select
          label="On"
          data={metrics.map(({ key, name }) => ({ value: key, label: name }))}
          value={metric?.key ?? null}
          onChange={key => key !== null && chooseMetric(key)}
        />
      )}
      {arrivals.length > 0 && (
        <Select
          label="People arrive with"
          data={arrivals}
          value={arrival ?? null}
          searchable
          onChange={event => event !== null && chooseArrival(event)}
        />
      )}
    </div>
  )
}

type AnswerProps = { question: PlanQuestion; metric: Metric; onChoose: (days: number) => void }

function Answer({ question, metric, onChoose }: AnswerProps): ReactElement {
  const { draft, record } = useSetup()
  const { arrivals, asking, sizes, advice, unavailable, loading, share } = question
  if (arrivals.length === 0 && !asking)
    return (
      <p className={classes.note}>
        No event has arrived in this environment yet, so nothing can be worked out. Two weeks are a good start; come
        back when your app sends events.
      </p>
    )
  if (unavailable !== undefined && !loading)
    return (
      <p className={classes.note}>
        It cannot be worked out from the last {learntDays} days: {reasonText(unavailable)}.
      </p>
    )
  return (
    <>
      <DurationList
        sizes={sizes}
        baseline={advice?.baseline.value}
        loading={loading}
        plannedDays={draft.analysis.plannedDays}
        valueText={valueTextOf(metric)}
        better={metric.better}
        onChoose={onChoose}
      />
      {share === undefined && (
        <p className={classes.note}>
          How many fit the audience is not known, so this is for everybody who arrives; with fewer it takes longer.
        </p>
      )}
      {advice !== undefined && <PowerChart advice={advice} name={metric.name} record={record} />}
    </>
  )
}

/** A value of a metric in words, fine enough to show a change of it. */
function valueTextOf({ formula, measure = '' }: Metric): (value: number, change: number) => string {
  return (value, change) =>
    isShare(formula.kind)
      ? `${fixed(value * 100, decimalsFor(Math.abs(change) * 100))} %`
      : numberText(value, { unit: measure, decimals: decimalsFor(Math.abs(change)) })
}

const reasons: Record<string, string> = {
  'empty-arm': 'nobody arrived with this event',
  'one-unit': 'a single person arrived with this event',
  'zero-variance': 'everybody has the same value of the metric, perhaps because its event never arrived',
  'invalid-parameters': 'the metric has no value that could change by a share of it, or nobody fits the audience',
}

function reasonText(reason: string): string {
  return reasons[reason] ?? reason.replaceAll('-', ' ')
}
