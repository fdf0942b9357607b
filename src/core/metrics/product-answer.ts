import type { MetricFormula } from '../../contract/metric.ts'
import type { QueryBucket, QuerySegment } from '../../contract/query.ts'
import type { Bucket } from './product-calendar.ts'
import type { ProductCell } from './product-plan.ts'

/** Every bucket with its segments as they are answered; without a dimension each has one, also when nobody was there. */
export function queryBuckets(
  formula: MetricFormula,
  buckets: readonly Bucket[],
  cells: readonly ProductCell[],
  bySegment: boolean,
): QueryBucket[] {
  const byBucket = Map.groupBy(cells, ({ bucket }) => bucket)
  return buckets.map(({ startMs, endMs, partial }, place) => {
    const found = byBucket.get(place) ?? (bySegment ? [] : [emptyCell(formula, place)])
    return {
      start: new Date(startMs).toISOString(),
      end: new Date(endMs).toISOString(),
      ...(partial ? { partial: true as const } : {}),
      segments: found.map(cell => querySegment(formula, cell)),
    }
  })
}

/** What a reader should know before reading the numbers. */
export function queryHints(buckets: readonly QueryBucket[], untilIsNow: boolean): string[] {
  const immature = buckets.flatMap(({ segments }) => segments).reduce((sum, one) => sum + (one.immature ?? 0), 0)
  return [
    ...(untilIsNow ? ['The present ends the last bucket; its number is still moving.'] : []),
    ...(!untilIsNow && buckets.some(({ partial }) => partial === true)
      ? ['Buckets marked partial are shorter than the calendar has them; do not compare them with whole ones.']
      : []),
    ...(immature > 0
      ? [`${immature === 1 ? '1 unit has' : `${immature} units have`} time left; their numbers are not final.`]
      : []),
  ]
}

function querySegment(formula: MetricFormula, cell: ProductCell): QuerySegment {
  const { segment, units, value, numerator, denominator, immature, steps } = cell
  return {
    segment,
    units,
    value: value ?? { unavailable: whyNot(formula, cell) },
    ...(numerator === null ? {} : { numerator }),
    ...(denominator === null ? {} : { denominator }),
    ...(immature === null ? {} : { immature }),
    ...(steps === null || formula.kind !== 'funnel'
      ? {}
      : {
          steps: formula.steps.map(({ event }, step) => {
            const reached = steps[step] ?? 0
            return { step: event, units: reached, share: units === 0 ? { unavailable: 'no-units' } : reached / units }
          }),
        }),
  }
}

/** A bucket in which nobody was seen: nobody is a number of active units, and nothing can be said of what nobody did. */
function emptyCell(formula: MetricFormula, bucket: number): ProductCell {
  const { kind } = formula
  const value = kind === 'active' ? 0 : null
  const immature = kind === 'funnel' || kind === 'retention' ? 0 : null
  const steps = kind === 'funnel' ? formula.steps.map(() => 0) : null
  return { bucket, segment: null, units: 0, value, numerator: null, denominator: null, immature, steps }
}

function whyNot({ kind }: MetricFormula, { units, denominator }: ProductCell): string {
  if (units === 0) return 'no-units'
  if (kind === 'retention') return 'no-mature-units'
  if (kind === 'quantile') return denominator === null ? 'variants-apart-only' : 'no-values'
  return 'zero-denominator'
}
