import type { MetricFormula } from '../../contract/metric.ts'

type Kind = MetricFormula['kind']

/** Whether the number of a metric is a share of units: all that follows for conversion follows for funnels and retention. */
export function isShare(kind: string): boolean {
  return kind === 'proportion' || kind === 'funnel' || kind === 'retention'
}

/** Whether the units have the same number from before the experiment, which a comparison may be adjusted for. */
export function hasPrePeriod(kind: Kind): boolean {
  return kind === 'proportion' || kind === 'mean' || kind === 'ratio'
}

/** How many columns a summary of this kind has without those of the pre-period. */
export function widthOf(kind: Kind, columns: number): number {
  if (kind === 'quantile') return columns
  return kind === 'ratio' ? 2 : 1
}
