import type { ReactElement } from 'react'
import type { MetricResult, Report } from '../../contract/report.ts'
import { IntervalAxis } from '../charts/interval-bar.tsx'
import { intervalDomain } from '../charts/interval-domain.ts'
import { tickText } from '../parts/number-text.tsx'
import { liftInterval } from './metric-interval.ts'
import { MetricRows } from './metric-rows.tsx'
import classes from './metric-table.module.css'

type Role = MetricResult['role']

const titles: Record<Role, { title: string; about: string }> = {
  success: { title: 'Success', about: 'At least one has to be better. They share alpha (Holm).' },
  guardrail: { title: 'Guardrails', about: 'None may lose more than its margin, the dashed line.' },
  secondary: { title: 'Secondary', about: 'Read for understanding (Benjamini-Hochberg); they decide nothing.' },
  exploratory: { title: 'Exploratory', about: 'Questions for the next experiment, not answers of this one.' },
}

type Props = { report: Report; role: Role; metrics: MetricResult[]; showChance: boolean }

/** The metrics of one role as a table, the lifts of all of them on one axis. */
export function MetricSection({ report, role, metrics, showChance }: Props): ReactElement {
  const { title, about } = titles[role]
  const intervals = metrics.flatMap(metric =>
    metric.arms.flatMap(({ comparison }) =>
      comparison === undefined || 'unavailable' in comparison ? [] : (liftInterval(metric, comparison) ?? []),
    ),
  )
  const domain = intervalDomain(intervals)
  return (
    <section aria-labelledby={`role-${role}`} className={classes.section}>
      <h2 id={`role-${role}`} className={classes.role}>
        {title} <span className={classes.soft}>{about}</span>
      </h2>
      <table className={classes.table}>
        <thead>
          <tr>
            <th scope="col">Metric</th>
            <th scope="col" className={classes.number}>
              Control
            </th>
            <th scope="col" className={classes.number}>
              Variant
            </th>
            <th scope="col" className={classes.number}>
              Lift
            </th>
            <th scope="col" className={classes.axis}>
              <span className={classes.hidden}>Interval of the lift</span>
              {intervals.length > 0 && <IntervalAxis domain={domain} format={value => tickText(value, 'lift')} />}
            </th>
            <th scope="col" className={classes.number}>
              Adjusted p
            </th>
            {showChance && (
              <th scope="col" className={classes.number}>
                Chance to win
              </th>
            )}
            <th scope="col">Conclusion</th>
          </tr>
        </thead>
        {metrics.map(metric => (
          <MetricRows key={metric.metric} report={report} metric={metric} domain={domain} showChance={showChance} />
        ))}
      </table>
    </section>
  )
}
