import type { ReactElement } from 'react'
import type { MetricResult } from '../../contract/report.ts'
import { count, percent } from '../../core/report/number-text.ts'
import classes from './metric-table.module.css'

/** The way of every arm through a funnel, step by step, as shares of all exposed units. */
export function FunnelSteps({ metric }: { metric: MetricResult }): ReactElement {
  const steps = (metric.arms[0]?.steps ?? []).map((step, place) => ({ event: step.event, number: place + 1 }))
  return (
    <details className={classes.funnel}>
      <summary>Steps of {metric.name}</summary>
      <table>
        <thead>
          <tr>
            <th scope="col" className={classes.step}>
              Step
            </th>
            {metric.arms.map(({ variant }) => (
              <th key={variant} scope="col" className={classes.step}>
                {variant}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {steps.map(({ event, number }) => (
            <tr key={number}>
              <th scope="row" className={classes.step}>
                {number}. {event}
              </th>
              {metric.arms.map(({ variant, steps: taken }) => {
                const own = taken?.[number - 1]
                return (
                  <td key={variant} className={classes.step}>
                    {own === undefined
                      ? '–'
                      : `${count(own.units)}${typeof own.share === 'number' ? ` (${percent(own.share)})` : ''}`}
                  </td>
                )
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  )
}
