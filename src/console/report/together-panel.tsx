import { Skeleton } from '@mantine/core'
import type { ReactElement } from 'react'
import type { Report } from '../../contract/report.ts'
import { analyses } from '../../contract/report-routes.ts'
import { count, percent, pValue } from '../../core/report/number-text.ts'
import { reasonText } from '../../core/report/reason-text.ts'
import { useProject } from '../data/project.ts'
import { useRoute } from '../data/use-route.ts'
import { numberText } from '../parts/number-text.tsx'
import { Failed } from '../shell/failed.tsx'
import classes from './panel.module.css'

/** What shipping would mean for the whole product, and what other experiments do to this one. */
export function TogetherPanel({ report }: { report: Report }): ReactElement {
  const request = {
    params: { project: useProject(), key: report.experiment },
    query: { phase: report.phase },
  }
  const impact = useRoute(analyses.impact, request)
  const interactions = useRoute(analyses.interactions, request)
  const nameOf = (key: string) => report.metrics.find(({ metric }) => metric === key)?.name ?? key
  const failed = impact.error ?? interactions.error
  if (failed)
    return (
      <Failed
        error={failed}
        retry={() => {
          void impact.refetch()
          void interactions.refetch()
        }}
      />
    )
  if (impact.data === undefined || interactions.data === undefined) return <Skeleton height={180} />
  const others = interactions.data.body.items
  return (
    <div className={classes.panel}>
      <h3 className={classes.title}>For the whole product</h3>
      <table className={classes.table}>
        <thead>
          <tr>
            <th scope="col">Metric</th>
            <th scope="col">Variant</th>
            <th scope="col">Share of the product that was exposed</th>
            <th scope="col">Lift of the product</th>
          </tr>
        </thead>
        <tbody>
          {impact.data.body.metrics.map(({ metric, variant, result }) => (
            <tr key={`${metric} ${variant}`}>
              <th scope="row">{nameOf(metric)}</th>
              <td>{variant}</td>
              {'unavailable' in result ? (
                <td colSpan={2}>{reasonText(result.unavailable)}</td>
              ) : (
                <>
                  <td>{percent(result.coverage)}</td>
                  <td>
                    {numberText(result.productLift, 'lift')} ({ends(result.productLiftCi)})
                  </td>
                </>
              )}
            </tr>
          ))}
        </tbody>
      </table>
      <h3 className={classes.title}>Other experiments</h3>
      {others.length === 0 ? (
        <p className={classes.note}>No other experiment shared units with this one.</p>
      ) : (
        <ul className={classes.list}>
          {others.map(({ experiment, name, units, independence, interactions: found }) => {
            const notable = found.filter(({ result }) => !('unavailable' in result) && result.adjustedP < 0.05)
            return (
              <li key={experiment}>
                {name}: {count(units)} units in both,{' '}
                {'unavailable' in independence
                  ? reasonText(independence.unavailable)
                  : independence.holds
                    ? `assigned independently (p ${pValue(independence.p)})`
                    : `not assigned independently (p ${pValue(independence.p)}), so nothing more can be said`}
                {notable.length === 0
                  ? '; no interaction was found.'
                  : `; it changes ${notable.map(({ metric }) => nameOf(metric)).join(', ')}.`}
              </li>
            )
          })}
        </ul>
      )}
    </div>
  )
}

function ends([low, high]: [number | null, number | null]): string {
  const text = (end: number | null) => (end === null ? 'unbounded' : numberText(end, 'lift'))
  return `${text(low)} to ${text(high)}`
}
