import type { MetricFormula, Occurrence, Total } from '../../contract/metric.ts'
import type { ProductPlan } from '../../core/metrics/product-plan.ts'
import { earliestSaid, keptPart, label, saidBy } from './compile-product-segment.ts'
import { placedEvents, reachOf, type Slots } from './compile-product-slots.ts'
import { type Bind, condition, numeric } from './where-sql.ts'

type Formula = Extract<MetricFormula, { kind: 'proportion' | 'mean' | 'ratio' | 'quantile' }>

/**
 * What units did in each bucket, as the parts of a question that ends in `cells`. Every table is scanned once: one pass finds who was there,
 * what they said and what they add up to; only a quantile over events goes through its own events again.
 */
export function totalsParts(plan: ProductPlan, formula: Formula, slots: Slots, bind: Bind): string[] {
  const rows = tablesOf(plan, formula).map(event => tableRows(plan, formula, event, slots, bind))
  const y = formula.kind === 'proportion' ? '(coalesce(sum(_y), 0) > 0)::DOUBLE' : 'coalesce(sum(_y), 0)::DOUBLE'
  const cap = formula.kind === 'mean' ? formula.cap : undefined
  return [
    `totals AS MATERIALIZED (
  SELECT _unit, _low AS bucket, ${plan.dimension === null ? 'NULL::VARCHAR' : 'min(_said).v'} AS segment, ${y} AS y, coalesce(sum(_z), 0)::DOUBLE AS z
  FROM (${rows.join('\n    UNION ALL ')})
  GROUP BY _unit, _low HAVING bool_or(_member)
)`,
    ...(plan.dimension === null ? [] : [keptPart()]),
    `labelled AS (SELECT _unit, bucket, ${label(plan)} AS label, y, z FROM totals)`,
    ...(cap === undefined
      ? []
      : [`ceilings AS (SELECT bucket, quantile_cont(y, ${cap}::DOUBLE) AS ceiling FROM totals GROUP BY bucket)`]),
    ...cellsParts(plan, formula, slots, bind),
  ]
}

function cellsParts(plan: ProductPlan, formula: Formula, slots: Slots, bind: Bind): string[] {
  const of = (columns: string, from = 'labelled') =>
    `cells AS (SELECT bucket, label, ${columns} FROM ${from} GROUP BY bucket, label)`
  const units = 'count(*)::DOUBLE AS units'
  if (formula.kind === 'ratio') return [of(`${units}, sum(y) AS numerator, sum(z) AS denominator`)]
  if (formula.kind !== 'quantile') {
    const isCapped = formula.kind === 'mean' && formula.cap !== undefined
    const y = isCapped ? 'least(y, ceiling)' : 'y'
    const from = isCapped ? 'labelled JOIN ceilings USING (bucket)' : 'labelled'
    return [of(`${units}, sum(${y}) AS numerator, count(*)::DOUBLE AS denominator`, from)]
  }
  if (formula.level === 'unit')
    return [of(`${units}, quantile_cont(y, ${formula.q}::DOUBLE) AS value, count(*)::DOUBLE AS denominator`)]
  const value = numeric(formula.property)
  const kept = [condition(formula.where ?? {}, bind), `${value} IS NOT NULL`].filter(text => text !== '')
  const rows = placedEvents(plan, slots, { event: formula.event, ...reachOf(plan) }, bind)
  return [
    `quantiles AS (
  SELECT l.bucket, l.label, quantile_cont(v._value, ${formula.q}::DOUBLE) AS value, count(*)::DOUBLE AS denominator
  FROM (SELECT _unit, _low, ${value} AS _value FROM ${rows} WHERE ${kept.join(' AND ')}) v
  JOIN labelled l ON l._unit = v._unit AND l.bucket = v._low GROUP BY l.bucket, l.label
)`,
    `sizes AS (SELECT bucket, label, ${units} FROM labelled GROUP BY bucket, label)`,
    `cells AS (SELECT s.bucket, s.label, s.units, q.value, coalesce(q.denominator, 0) AS denominator
  FROM sizes s LEFT JOIN quantiles q ON q.bucket = s.bucket AND q.label IS NOT DISTINCT FROM s.label)`,
  ]
}

/** One row per unit and bucket of one table: what it adds, whether it makes the unit a member, and what it says of the dimension. */
function tableRows(plan: ProductPlan, formula: Formula, event: string, slots: Slots, bind: Bind): string {
  const { member } = plan
  const isMember = member === null ? plan.events.includes(event) : member.event === event
  const memberFilter = isMember && member !== null ? condition(member.where ?? {}, bind) : ''
  const [y, z] = totalsOf(formula).map(total => accumulated(total, event, bind))
  return `SELECT _unit, _low, ${y ?? 'NULL::DOUBLE'} AS _y, ${z ?? 'NULL::DOUBLE'} AS _z,
      ${isMember ? (memberFilter === '' ? 'true' : `bool_or(${memberFilter})`) : 'false'} AS _member,
      ${earliestSaid(saidBy(plan, event))} AS _said
    FROM ${placedEvents(plan, slots, { event, ...reachOf(plan) }, bind)} GROUP BY _unit, _low`
}

function accumulated({ event, property, where = {} }: Total, table: string, bind: Bind): string {
  if (event !== table) return 'NULL::DOUBLE'
  const kept = condition(where, bind)
  const sum = property === undefined ? 'count(*)' : `sum(${numeric(property)})`
  return `(${sum}${kept === '' ? '' : ` FILTER (WHERE ${kept})`})::DOUBLE`
}

/** What is added up: y, and for ratios z. A quantile over events adds up nothing. */
function totalsOf(formula: Formula): Total[] {
  if (formula.kind === 'mean') return [formula.total]
  if (formula.kind === 'ratio') return [formula.numerator, formula.denominator]
  if (formula.kind === 'quantile') return formula.level === 'unit' ? [formula] : []
  return [occurrences(formula)]
}

function occurrences({ event, where }: Occurrence): Total {
  return where === undefined ? { event } : { event, where }
}

/** Every table that says something: who was there, what they did, what segment they are in. */
function tablesOf({ member, events, dimension }: ProductPlan, formula: Formula): string[] {
  return [
    ...new Set([
      ...(member === null || dimension?.kind === 'context' ? events : [member.event]),
      ...totalsOf(formula).map(({ event }) => event),
      ...(dimension?.kind === 'property' ? [dimension.event] : []),
    ]),
  ]
}
