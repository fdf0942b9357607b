import type { ReactElement } from 'react'
import type { Report } from '../../contract/report.ts'
import { count, percent, plural, pValue } from '../../core/report/number-text.ts'
import { checkName } from './check-name.ts'
import classes from './exposures-plan.module.css'

/** How many units each variant met, beside what the plan asked for. */
export function ExposuresPlan({ report }: { report: Report }): ReactElement {
  const { arms, units, excluded } = report.exposures
  const weights = arms.reduce((sum, arm) => sum + arm.weight, 0)
  const ratio = report.health.checks.find(({ check }) => check === 'sample-ratio')
  const p = typeof ratio?.values.p === 'number' ? ratio.values.p : undefined
  const target = report.analysis.plannedUnits
  return (
    <section aria-label="Exposures" className={classes.exposures}>
      <h2 className={classes.title}>Exposures</h2>
      <table className={classes.table}>
        <thead>
          <tr>
            <th scope="col">Variant</th>
            <th scope="col" className={classes.bar}>
              Share of units, the line is the plan
            </th>
            <th scope="col">{checkName(`${report.unit}s`)}</th>
            <th scope="col">Planned</th>
          </tr>
        </thead>
        <tbody>
          {arms.map(arm => {
            const share = units === 0 ? undefined : arm.units / units
            const planned = arm.weight / weights
            return (
              <tr key={arm.variant}>
                <th scope="row">
                  {arm.variant}
                  {arm.variant === report.control && <span className={classes.soft}> control</span>}
                </th>
                <td className={classes.bar}>
                  <ShareBar share={share} planned={planned} />
                </td>
                <td>{count(arm.units)}</td>
                <td className={classes.soft}>
                  {target === undefined ? percent(planned) : count(Math.round(target * planned))}
                </td>
              </tr>
            )
          })}
        </tbody>
      </table>
      <p className={classes.note}>
        {plural(units, report.unit)} in one variant
        {excluded > 0 && `, ${plural(excluded, report.unit)} met several and count in none`}
        {p !== undefined && `; tested against the designed split: p ${pValue(p)}`}.
      </p>
    </section>
  )
}

function ShareBar({ share, planned }: { share: number | undefined; planned: number }): ReactElement {
  const text = share === undefined ? 'no units yet' : `${percent(share)} of the units, ${percent(planned)} planned`
  return (
    <svg width="100%" height={14} role="img" aria-label={text} className={classes.svg}>
      <rect width="100%" height={6} y={4} rx={3} fill="var(--line)" />
      {share !== undefined && <rect width={`${100 * share}%`} height={6} y={4} rx={3} fill="var(--accent)" />}
      <line x1={`${100 * planned}%`} x2={`${100 * planned}%`} y1={0} y2={14} stroke="var(--text)" strokeWidth={1.5} />
    </svg>
  )
}
