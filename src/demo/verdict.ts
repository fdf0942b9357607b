import type { Report } from '../contract/report.ts'
import type { Tally } from './drive.ts'

/** A true difference further from its estimate than this many standard errors is a miss: one honest run in a thousand. */
const standardErrorsMax = 3.29

/** Everything in which a report disagrees with what is known to be true. */
export function disagreements(report: Report, truth: Record<string, number>, tally: Tally): string[] {
  const found: string[] = []
  const ratio = report.health.checks.find(({ check }) => check === 'sample-ratio')
  if (ratio?.status !== 'ok')
    found.push(`the sample ratio check is ${ratio?.status ?? 'missing'}: ${ratio?.detail ?? ''}`)
  for (const { variant, units } of report.exposures.arms) {
    const sent = tally.exposed[variant] ?? 0
    if (units !== sent) found.push(`${variant}: ${sent} shoppers were exposed, the report counts ${units}`)
  }
  for (const metric of report.metrics) {
    const expected = truth[metric.metric]
    for (const arm of metric.arms) {
      if (arm.variant === report.control || expected === undefined) continue
      if (!arm.comparison || 'unavailable' in arm.comparison) {
        found.push(`${metric.name}: there is no comparison`)
        continue
      }
      const { difference, se } = arm.comparison
      if (Math.abs(difference - expected) > standardErrorsMax * se) {
        found.push(
          `${metric.name}: the true difference is ${expected}, the report says ${difference} with a standard error of ${se}`,
        )
      }
    }
    const purchases = metric.metric === 'purchase-rate' ? metric.arms : []
    for (const arm of purchases) {
      const counted = Math.round((arm.sums.means[0] ?? Number.NaN) * arm.sums.n)
      const sent = tally.purchases[arm.variant] ?? 0
      if (counted > sent || counted < 1)
        found.push(`${arm.variant}: ${sent} purchases were sent, the report counts ${counted}`)
    }
  }
  return found
}
