import { IconCheck, IconX } from '@tabler/icons-react'
import type { ReactElement } from 'react'
import type { ConditionResult, MetricResult, Report } from '../../contract/report.ts'
import { scaleOf } from '../../core/report/metric-scale.ts'
import { pValue } from '../../core/report/number-text.ts'
import { reasonText } from '../../core/report/reason-text.ts'
import { conditionTitle } from './verdict.ts'
import classes from './verdict-strip.module.css'

/** The conditions of shipping one variant, each with the numbers that decided it. */
export function ConditionList({ report, conditions }: { report: Report; conditions: ConditionResult[] }): ReactElement {
  const metrics = [...report.metrics, ...(report.veiled?.metrics ?? [])]
  const metricOf = (key: string) => metrics.find(({ metric }) => metric === key)
  return (
    <ul className={classes.conditions}>
      {conditions.map(one => (
        <li key={one.condition} data-holds={one.holds}>
          {one.holds ? <IconCheck size={15} aria-label="holds" /> : <IconX size={15} aria-label="does not hold" />}
          <div>
            {conditionTitle(one.condition)}
            {one.because.length > 0 && (
              <span className={classes.because}>
                {one.because.map(reason => becauseText(reason, metricOf)).join(' · ')}
              </span>
            )}
          </div>
        </li>
      ))}
    </ul>
  )
}

function becauseText(
  because: ConditionResult['because'][number],
  metricOf: (key: string) => MetricResult | undefined,
): string {
  const { metric, check, status, bound, limit, p, crossedAt, unavailable } = because
  const found = metric === undefined ? undefined : metricOf(metric)
  const subject = found?.name ?? metric ?? (check ?? '').replaceAll('-', ' ')
  const text = found === undefined ? String : scaleOf(found).difference
  const facts = [
    ...(status === undefined ? [] : [status]),
    ...(unavailable === undefined ? [] : [reasonText(unavailable)]),
    ...(p === undefined ? [] : [`p ${pValue(p)}`]),
    ...(crossedAt === undefined ? [] : [`crossed its bound at look ${crossedAt}`]),
    ...(limit === undefined || bound === undefined
      ? []
      : [`bound ${bound === null ? 'none' : text(bound)}, limit ${text(limit)}`]),
  ]
  return facts.length === 0 ? subject : `${subject}: ${facts.join(', ')}`
}
