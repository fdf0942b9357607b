import type { Impact } from '../../contract/analyses.ts'
import type { MetricResult } from '../../contract/report.ts'

type Result = Impact['metrics'][number]

/**
 * What shipping each variant would mean for the whole product, from the metrics of a report and what each adds up to over all units in the
 * same period (in the order of the metrics). The total of the product with everyone on the control is what was seen less what the variants
 * added. Only means and proportions add up over all units; the others have no impact of this kind.
 */
export function impactOf(
  control: string,
  metrics: readonly MetricResult[],
  totals: readonly (number | null)[],
): Impact {
  return {
    metrics: metrics.flatMap((metric, i) =>
      metric.arms
        .filter(({ variant }) => variant !== control)
        .map(({ variant }) => ({ metric: metric.metric, variant, result: resultOf(metric, variant, totals[i]) })),
    ),
  }
}

function resultOf(metric: MetricResult, variant: string, productTotal: number | null | undefined): Result['result'] {
  if ((metric.kind !== 'proportion' && metric.kind !== 'mean') || productTotal === undefined || productTotal === null)
    return { unavailable: 'not-additive' }
  const comparison = metric.arms.find(arm => arm.variant === variant)?.comparison
  if (comparison === undefined) return { unavailable: 'empty-arm' }
  if ('unavailable' in comparison) return comparison
  const { adjusted, difference } = comparison
  if ('unavailable' in adjusted) return adjusted
  const units = metric.arms.reduce((sum, arm) => sum + arm.units, 0)
  const exposedTotal = metric.arms.reduce((sum, arm) => sum + arm.units * (arm.sums.means[0] ?? Number.NaN), 0)
  const added = metric.arms.reduce((sum, arm) => {
    const own = arm.comparison
    return sum + (own !== undefined && 'difference' in own ? own.difference * arm.units : 0)
  }, 0)
  const baseline = productTotal - added
  if (!Number.isFinite(exposedTotal) || !(baseline > 0) || !(productTotal > 0))
    return { unavailable: 'control-not-positive' }
  const scaled = (by: number): [number | null, number | null] => {
    const [low, high] = adjusted.ci
    return [low === null ? null : low * by, high === null ? null : high * by]
  }
  const effects = [difference * units, (difference * units) / baseline, ...scaled(units), ...scaled(units / baseline)]
  if (
    effects.some(effect => effect !== null && !Number.isFinite(effect)) ||
    !Number.isFinite(exposedTotal / productTotal)
  )
    return { unavailable: 'not-finite' }
  return {
    coverage: exposedTotal / productTotal,
    productTotal,
    exposedTotal,
    gain: difference * units,
    ci: scaled(units),
    productLift: (difference * units) / baseline,
    productLiftCi: scaled(units / baseline),
  }
}
