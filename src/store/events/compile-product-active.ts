import type { MetricFormula } from '../../contract/metric.ts'
import { unknownSegment } from '../../core/metrics/plan.ts'
import { inOrder } from '../../core/metrics/product-cells.ts'
import type { ProductAnswer, ProductPlan } from '../../core/metrics/product-plan.ts'
import { earliestSaid, keptPart, label, saidBy } from './compile-product-segment.ts'
import { placedEvents, reachOf, type Slots, type Stretch } from './compile-product-slots.ts'
import { type Bind, condition } from './where-sql.ts'

/** The stretches of time that lie in the windows of the same buckets, which are always neighbours. */
export function windowStretches({ buckets, windows }: ProductPlan): Stretch[] {
  const cuts = [...new Set([...windows, ...buckets.map(({ endMs }) => endMs)])].sort((one, other) => one - other)
  let [low, high] = [0, -1]
  return cuts.slice(1).flatMap((endMs, place) => {
    const startMs = cuts[place] ?? endMs
    while ((buckets[low]?.endMs ?? Number.POSITIVE_INFINITY) <= startMs) low++
    while ((windows[high + 1] ?? Number.POSITIVE_INFINITY) <= startMs) high++
    return low <= high ? [{ startMs, endMs, low, high }] : []
  })
}

/**
 * The distinct units of overlapping windows, as the parts of a question that ends in `steps`. What a unit did in a stretch shows it in the windows
 * of a run of buckets; each run is cut to begin after the one before it, so that the unit is in every bucket once, however many windows overlap,
 * and is so by the earliest of its stretches. The counts are then the sum of where runs begin and end.
 */
export function activeParts(
  plan: ProductPlan,
  { event, where = {} }: Extract<MetricFormula, { kind: 'active' }>,
  slots: Slots,
  bind: Bind,
): string[] {
  const fromMs = plan.windows[0] ?? 0
  const rows = (event === undefined ? plan.events : [event]).map(table => {
    const kept = condition(event === undefined ? {} : where, bind)
    return `SELECT _unit, _low, _high, ${earliestSaid(saidBy(plan, table))} AS _said
    FROM ${placedEvents(plan, slots, { event: table, fromMs, untilMs: reachOf(plan).untilMs }, bind)}${kept === '' ? '' : ` WHERE ${kept}`} GROUP BY _unit, _low, _high`
  })
  const runs = (name: string, from: string) => `${name} AS (
  SELECT segment, first, last FROM (
    SELECT segment, _high AS last, greatest(_low, coalesce(lag(_high) OVER (PARTITION BY _unit ORDER BY _low, _high), -1) + 1) AS first FROM ${from}
  ) WHERE first <= last
)`
  const edges = (labelled: string, from: string) =>
    [`first`, `last + 1`]
      .map(
        (place, end) =>
          `SELECT ${place} AS bucket, ${labelled} AS label, ${end === 0 ? '' : '-'}count(*)::DOUBLE AS units FROM ${from} GROUP BY 1, 2`,
      )
      .join(' UNION ALL ')
  const bySegment = plan.dimension !== null
  return [
    `seen AS MATERIALIZED (SELECT _unit, _low, _high, ${bySegment ? 'min(_said).v' : 'NULL::VARCHAR'} AS segment FROM (${rows.join('\n    UNION ALL ')}) GROUP BY _unit, _low, _high)`,
    runs('shown', 'seen'),
    ...(bySegment
      ? [runs('totals', '(SELECT * FROM seen WHERE segment IS NOT NULL)'), keptPart('sum(last - first + 1)')]
      : []),
    `edges AS (${edges('NULL::VARCHAR', 'shown')}${bySegment ? ` UNION ALL ${edges(label(plan), 'totals')}` : ''})`,
    'cells AS (SELECT bucket, label, sum(units) AS units FROM edges GROUP BY bucket, label)',
  ]
}

/** The cells in the edges of runs: the rows without a label are of all units, those of no segment are what is left of them. */
export function activeAnswer(plan: ProductPlan, rows: readonly Record<string, unknown>[]): ProductAnswer {
  const byLabel = Map.groupBy(rows, ({ label: name }) => (typeof name === 'string' ? name : null))
  const running = new Map(
    [...byLabel].map(([name, edges]) => {
      const steps = new Float64Array(plan.buckets.length + 1)
      for (const { bucket, units } of edges) steps[Number(bucket)] = Number(units)
      for (let place = 1; place < steps.length; place++) steps[place] = (steps[place] ?? 0) + (steps[place - 1] ?? 0)
      return [name, steps] as const
    }),
  )
  const all = running.get(null)
  if (all === undefined) return []
  const cell = (bucket: number, segment: string | null, units: number) => {
    const blank = { numerator: null, denominator: null, immature: null, steps: null }
    return { bucket, segment, units, value: units, ...blank }
  }
  return inOrder(
    plan.buckets.flatMap((_, bucket) => {
      if (plan.dimension === null) return [cell(bucket, null, all[bucket] ?? 0)]
      const named = [...running].flatMap(([name, steps]) =>
        name === null ? [] : [cell(bucket, name, steps[bucket] ?? 0)],
      )
      const unnamed = (all[bucket] ?? 0) - named.reduce((sum, { units }) => sum + units, 0)
      return withUnnamed(named, cell(bucket, unknownSegment, unnamed))
    }),
  )
}

/** A segment that is really called (unknown) is not told apart from it. */
function withUnnamed<Cell extends { segment: string | null; units: number; value: number }>(
  named: readonly Cell[],
  unnamed: Cell,
): Cell[] {
  const same = named.find(({ segment }) => segment === unnamed.segment)
  const units = unnamed.units + (same?.units ?? 0)
  return [...named.filter(one => one !== same), { ...unnamed, units, value: units }]
}
