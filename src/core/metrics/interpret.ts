import { exposureEvent } from '../../contract/event.ts'
import { type Exposure, endOf, metricAnswer, type UnitTotals } from './interpret-metric.ts'
import { isOccurrence } from './match.ts'
import {
  type Dimension,
  isTotals,
  otherSegments,
  type Plan,
  type PlanAnswer,
  type SegmentAnswer,
  segmentsMax,
  type Term,
  unknownSegment,
} from './plan.ts'

/** An event of the plan's project, as plain data. */
export type PlainEvent = {
  event: string
  environment: string
  timeMs: number
  units: Readonly<Record<string, string | null>>
  context?: Readonly<Record<string, string>>
  properties: Readonly<Record<string, string | number | boolean | null>>
}

/**
 * The reference meaning of a plan, over plain arrays: slow and obvious. Every engine that answers plans gives the
 * same units and counts, and the same moments within rounding.
 */
export function interpret(plan: Plan, events: readonly PlainEvent[]): PlanAnswer {
  const { population, excluded } = populationOf(plan, events)
  return answerOf(plan, population, excluded)
}

/** The same by segments, the largest first. Caps are those of the whole population; nobody in several variants is in a segment. */
export function interpretBy(plan: Plan, dimension: Dimension, events: readonly PlainEvent[]): SegmentAnswer[] {
  const { population } = populationOf(plan, events)
  const named = population.map(unit => ({ unit, segment: segmentOf(plan, dimension, unit) }))
  const sizes = new Map<string, number>()
  for (const { segment } of named) if (segment !== null) sizes.set(segment, (sizes.get(segment) ?? 0) + 1)
  const kept = [...sizes]
    .sort(([one, oneSize], [other, otherSize]) => otherSize - oneSize || (one < other ? -1 : 1))
    .slice(0, segmentsMax)
    .map(([segment]) => segment)
  const labelled = named.map(({ unit, segment }) => ({
    unit,
    segment: segment === null ? unknownSegment : kept.includes(segment) ? segment : otherSegments,
  }))
  return [...new Set(labelled.map(({ segment }) => segment))]
    .map(segment => {
      const own = labelled.filter(one => one.segment === segment).map(({ unit }) => unit)
      return { segment, size: own.length, answer: answerOf(plan, own, 0, population) }
    })
    .sort((one, other) => other.size - one.size || (one.segment < other.segment ? -1 : 1))
    .map(({ segment, answer }) => ({ segment, answer }))
}

/**
 * What the outcomes of each metric add up to over all units of the environment in the period, exposed or not; of shares, the units. Null for
 * metrics whose outcomes do not add up without an exposure.
 */
export function interpretTotals(plan: Plan, events: readonly PlainEvent[]): (number | null)[] {
  const inPeriod = events.filter(
    ({ environment, timeMs }) => environment === plan.environment && timeMs >= plan.fromMs && timeMs < plan.untilMs,
  )
  const byUnit = Map.groupBy(
    inPeriod.filter(({ units }) => units[plan.unitField] != null),
    ({ units }) => units[plan.unitField],
  )
  return plan.metrics.map(metric => {
    const term = isTotals(metric) ? plan.terms[metric.y] : undefined
    if (term === undefined) return null
    return [...byUnit.values()].reduce((sum, own) => sum + termTotal(term, own), 0)
  })
}

/** The units of a plan: their arm, their first exposure and all of their events. */
export function unitsOf(
  plan: Plan,
  events: readonly PlainEvent[],
): { arm: number; firstMs: number; own: readonly PlainEvent[] }[] {
  return populationOf(plan, events).population
}

/** The units of a plan with their totals, and how many were left out for having met several variants. */
function populationOf(plan: Plan, events: readonly PlainEvent[]): { population: UnitTotals[]; excluded: number } {
  const byUnit = new Map<string, PlainEvent[]>()
  for (const event of events) {
    const unit = event.units[plan.unitField]
    if (event.environment !== plan.environment || unit === undefined || unit === null) continue
    const own = byUnit.get(unit)
    if (own) own.push(event)
    else byUnit.set(unit, [event])
  }
  const population: UnitTotals[] = []
  let excluded = 0
  for (const own of byUnit.values()) {
    const met = exposureOf(plan, own)
    if (met === 'several') excluded++
    else if (met !== 'none') population.push(totalsOf(plan, own, met))
  }
  return { population, excluded }
}

function answerOf(
  plan: Plan,
  population: readonly UnitTotals[],
  excluded: number,
  whole: readonly UnitTotals[] = population,
): PlanAnswer {
  return {
    units: plan.variants.map((_, arm) => population.filter(unit => unit.arm === arm).length),
    excluded,
    metrics: plan.metrics.map(metric => metricAnswer(plan, metric, population, whole)),
  }
}

function segmentOf(plan: Plan, dimension: Dimension, { own, firstMs }: UnitTotals): string | null {
  if (dimension.kind === 'context') {
    const first = own.filter(event => isExposure(plan, event) && event.timeMs === firstMs)
    const values = first.flatMap(({ context }) => context?.[dimension.field] ?? [])
    return values.sort()[0] ?? null
  }
  if (dimension.kind === 'experiment') {
    const other = own.filter(
      ({ event, timeMs, properties }) =>
        event === exposureEvent &&
        timeMs < plan.untilMs &&
        properties.experiment === dimension.experiment &&
        properties.phase === dimension.phase &&
        properties.variant !== null,
    )
    const variants = [...new Set(other.map(({ properties }) => String(properties.variant)))]
    return variants.length === 1 ? (variants[0] ?? null) : null
  }
  const endMs = endOf(plan, firstMs)
  const { event, property, measured } = dimension
  const seen = own
    .filter(one => one.event === event && one.properties[property] != null)
    .filter(({ timeMs }) => (measured === 'before' ? timeMs <= firstMs : timeMs > firstMs && timeMs < endMs))
    .map(one => ({ timeMs: one.timeMs, value: String(one.properties[property]) }))
    .sort((one, other) => one.timeMs - other.timeMs || (one.value < other.value ? -1 : 1))
  return (measured === 'before' ? seen.at(-1) : seen[0])?.value ?? null
}

/** The one variant a unit met and when first; 'none' for units outside of the population. */
function exposureOf(plan: Plan, events: readonly PlainEvent[]): Exposure | 'none' | 'several' {
  const exposures = events.filter(event => isExposure(plan, event))
  const firstMs = exposures.reduce((first, { timeMs }) => Math.min(first, timeMs), Number.POSITIVE_INFINITY)
  if (exposures.length === 0 || firstMs < plan.fromMs || firstMs >= (plan.enteredUntilMs ?? plan.untilMs)) return 'none'
  const armOf = ({ properties }: PlainEvent) =>
    plan.arrival === undefined ? plan.variants.indexOf(String(properties.variant)) : 0
  const arms = new Set(exposures.map(armOf))
  const [arm] = arms
  return arm === undefined || arms.size > 1 ? 'several' : { arm, firstMs }
}

function isExposure(plan: Plan, { event, timeMs, properties }: PlainEvent): boolean {
  if (plan.arrival !== undefined) return event === plan.arrival && timeMs >= plan.fromMs && timeMs < plan.untilMs
  return (
    event === exposureEvent &&
    timeMs < plan.untilMs &&
    properties.experiment === plan.experiment &&
    properties.phase === plan.phase &&
    plan.variants.some(variant => variant === properties.variant)
  )
}

function totalsOf(plan: Plan, events: readonly PlainEvent[], { arm, firstMs }: Exposure): UnitTotals {
  const endMs = endOf(plan, firstMs)
  const after = events.filter(({ timeMs }) => timeMs >= firstMs && timeMs < endMs)
  const before = events.filter(({ timeMs }) => timeMs >= firstMs - plan.prePeriodMs && timeMs < firstMs)
  return {
    arm,
    firstMs,
    own: events,
    after: plan.terms.map(term => termTotal(term, after)),
    before: plan.terms.map(term => termTotal(term, before)),
  }
}

/** What one term adds up to over some events. */
export function termTotal(term: Term, events: readonly PlainEvent[]): number {
  const matching = events.filter(event => isOccurrence(term, event))
  if (term.aggregate === 'any') return matching.length > 0 ? 1 : 0
  if (term.aggregate === 'count') return matching.length
  return matching.reduce((sum, { properties }) => {
    const value = properties[term.property ?? '']
    return typeof value === 'number' ? sum + value : sum
  }, 0)
}
