import type { MetricFormula, Total } from '../../contract/metric.ts'
import { entriesOf, funnelOf } from './funnel.ts'
import type { PlainEvent } from './interpret.ts'
import { isOccurrence } from './match.ts'
import { cellOf, inOrder, labelsOf, type UnitRow } from './product-cells.ts'
import { bestOf } from './product-funnel.ts'
import type { ProductAnswer, ProductPlan } from './product-plan.ts'
import { quantile } from './quantile.ts'
import { hasReturned, isMature, retentionOf, startOf } from './retention.ts'

type Kind<Name extends MetricFormula['kind']> = Extract<MetricFormula, { kind: Name }>

/** The reference meaning of a product plan, over plain arrays: slow and obvious. Every engine gives the same cells, values within rounding. */
export function interpretProduct(plan: ProductPlan, events: readonly PlainEvent[]): ProductAnswer {
  const known = events.filter(
    ({ environment, units, timeMs }) =>
      environment === plan.environment && units[plan.unitField] != null && timeMs < plan.knownMs,
  )
  const byUnit = [...Map.groupBy(known, ({ units }) => units[plan.unitField]).values()]
  const rows = plan.buckets.flatMap((_, bucket) => byUnit.flatMap(own => rowOf(plan, bucket, own)))
  const sizes = new Map<string, number>()
  for (const { segment } of rows) if (segment !== null) sizes.set(segment, (sizes.get(segment) ?? 0) + 1)
  const labelOf = labelsOf(sizes)
  const labelled = rows.map(row => ({ ...row, segment: plan.dimension === null ? null : labelOf(row.segment) }))
  const cap = plan.formula.kind === 'mean' ? plan.formula.cap : undefined
  const cells = [...Map.groupBy(labelled, ({ bucket, segment }) => `${bucket} ${segment}`).values()].flatMap(own => {
    const [first] = own
    if (first === undefined) return []
    const whole = rows.filter(({ bucket }) => bucket === first.bucket).map(({ y }) => y)
    return cellOf(plan.formula, first.bucket, first.segment, own, cap === undefined ? null : quantile(whole, cap))
  })
  return inOrder(cells)
}

/** A unit in a bucket, if it is one of its population. */
function rowOf(plan: ProductPlan, bucket: number, own: readonly PlainEvent[]): UnitRow[] {
  const { formula, member } = plan
  const { startMs, endMs } = plan.buckets[bucket] ?? { startMs: 0, endMs: 0 }
  const inside = own.filter(({ timeMs }) => timeMs >= startMs && timeMs < endMs)
  const blank = { bucket, y: 0, z: 0, immature: false, values: [] }
  if (formula.kind === 'active') {
    const windowMs = plan.windows[bucket] ?? startMs
    const met = own.filter(one => one.timeMs >= windowMs && one.timeMs < endMs && isActivity(plan, formula, one))
    return met.length === 0 ? [] : [{ ...blank, segment: firstSaid(plan, met) }]
  }
  const members = inside.filter(one => (member === null ? plan.events.includes(one.event) : isOccurrence(member, one)))
  if (formula.kind === 'funnel' || formula.kind === 'retention') {
    if (member !== null && members.length === 0) return []
    const found =
      formula.kind === 'funnel'
        ? funnelRow(plan, formula, own, startMs, endMs)
        : retentionRow(plan, formula, own, inside)
    return found === undefined ? [] : [{ ...blank, ...found }]
  }
  if (members.length === 0) return []
  const segment = firstSaid(plan, inside)
  return [{ ...blank, segment, ...outcomeOf(formula, inside) }]
}

function outcomeOf(
  formula: Kind<'proportion' | 'mean' | 'ratio' | 'quantile'>,
  inside: readonly PlainEvent[],
): Partial<UnitRow> {
  if (formula.kind === 'proportion') return { y: inside.some(one => isOccurrence(formula, one)) ? 1 : 0 }
  if (formula.kind === 'mean') return { y: totalOf(formula.total, inside) }
  if (formula.kind === 'ratio')
    return { y: totalOf(formula.numerator, inside), z: totalOf(formula.denominator, inside) }
  return { y: totalOf(formula, inside), values: valuesOf(formula, inside) }
}

function funnelRow(
  plan: ProductPlan,
  formula: Kind<'funnel'>,
  own: readonly PlainEvent[],
  startMs: number,
  endMs: number,
): Pick<UnitRow, 'segment' | 'y' | 'immature'> | undefined {
  const entries = entriesOf(funnelOf(formula), own, plan.knownMs)
    .filter(({ first }) => first.timeMs >= startMs && first.timeMs < endMs)
    .map(({ first, ...path }) => ({ ...path, timeMs: first.timeMs, said: said(plan, first) }))
  if (entries.length === 0) return undefined
  const { furthest, immature, said: segment } = bestOf(entries, formula.steps.length)
  return { y: furthest, immature, segment }
}

function retentionRow(
  plan: ProductPlan,
  formula: Kind<'retention'>,
  own: readonly PlainEvent[],
  inside: readonly PlainEvent[],
): Pick<UnitRow, 'segment' | 'y' | 'immature'> | undefined {
  const starts = inside.filter(one => isOccurrence(startOf(formula), one))
  if (starts.length === 0) return undefined
  const entryMs = Math.min(...starts.map(({ timeMs }) => timeMs))
  const retention = retentionOf(formula)
  return {
    y: hasReturned(retention, entryMs, own) ? 1 : 0,
    immature: !isMature(retention, entryMs, plan.knownMs),
    segment: firstSaid(
      plan,
      starts.filter(({ timeMs }) => timeMs === entryMs),
    ),
  }
}

function isActivity(plan: ProductPlan, { event, where }: Kind<'active'>, one: PlainEvent): boolean {
  return event === undefined ? plan.events.includes(one.event) : isOccurrence({ event, where }, one)
}

/** The earliest value of the plan's dimension that events say, the smallest of those at the same moment. */
function firstSaid(plan: ProductPlan, events: readonly PlainEvent[]): string | null {
  const values = events.flatMap(event => {
    const value = said(plan, event)
    return value === null ? [] : [{ timeMs: event.timeMs, value }]
  })
  return values.sort((one, other) => one.timeMs - other.timeMs || (one.value < other.value ? -1 : 1))[0]?.value ?? null
}

function said({ dimension }: ProductPlan, { event, context, properties }: PlainEvent): string | null {
  if (dimension === null) return null
  if (dimension.kind === 'context') return context?.[dimension.field] ?? null
  const value = event === dimension.event ? properties[dimension.property] : null
  return value === null || value === undefined ? null : String(value)
}

function totalOf(total: Total, events: readonly PlainEvent[]): number {
  if (total.property === undefined) return events.filter(one => isOccurrence(total, one)).length
  return valuesOf({ ...total, property: total.property }, events).reduce((sum, value) => sum + value, 0)
}

function valuesOf(total: Total & { property: string }, events: readonly PlainEvent[]): number[] {
  return events.flatMap(one => {
    const value = isOccurrence(total, one) ? one.properties[total.property] : null
    return typeof value === 'number' ? [value] : []
  })
}
