import type { CalculatorLine } from '../../contract/calculators.ts'
import type { EventDefinition } from '../../contract/event-definition.ts'
import type { HealthCheck, HealthStatus, MidRunChange } from '../../contract/report.ts'
import { eventsOfMetric, type Plan, type PlanAnswer } from '../metrics/plan.ts'
import {
  EXACT_UNITS_MAX,
  SAMPLE_RATIO_FAILS_BELOW,
  SAMPLE_RATIO_WARNS_BELOW,
  sampleRatio,
} from '../stats/sample-ratio.ts'
import { CONCENTRATION, sampleRatioSequence } from '../stats/sample-ratio-sequential.ts'
import { isUnavailable } from '../stats/unavailable.ts'
import { changesChecks, imbalanceChecks, outcomesChecks } from './health-outcomes.ts'
import { count, percent, plural, pValue, span } from './number-text.ts'

/** When an event was last seen in the environment of the experiment; an event never seen has no events, or no entry. */
export type EventSeen = { event: string; events: number; lastTimeMs: number }

/** What the checks look at. */
export type HealthInput = {
  plan: Plan
  answer: PlanAnswer
  weights: readonly { variant: string; weight: number }[]
  control: string
  /** Units per variant at each recorded look, while the phase runs; undefined once it is over. */
  earlier: readonly (readonly number[])[] | undefined
  changes: readonly MidRunChange[]
  definitions: readonly EventDefinition[]
  freshness: readonly EventSeen[]
  nowMs: number
}

const severity: readonly HealthStatus[] = ['ok', 'unknown', 'warning', 'failing']
const silenceDefaultMinutes = 1440
/** Silence of so many times what an event's definition allows is an outage, as on the pages about its health. */
const brokenTimes = 3
const excludedShareFailsAbove = 0.01

/** The worst of several statuses; what cannot be known is worse than ok and better than a warning. */
export function worst(statuses: readonly HealthStatus[]): HealthStatus {
  return severity[Math.max(0, ...statuses.map(status => severity.indexOf(status)))] ?? 'unknown'
}

/** Every reason to trust or distrust a report, in the order in which a reader should look. */
export function healthChecks(input: HealthInput): HealthCheck[] {
  const { plan } = input
  const events = [...new Set(plan.metrics.flatMap(metric => eventsOfMetric(plan, metric)))]
  return [
    exposuresCheck(input),
    sampleRatioCheck(input),
    multipleVariantsCheck(input),
    ...imbalanceChecks(input.plan, input.answer, input.control),
    ...outcomesChecks(input.plan, input.answer),
    ...changesChecks(input.changes),
    ...events.map(event => freshnessCheck(input, event)),
  ]
}

function exposuresCheck({ answer }: HealthInput): HealthCheck {
  const units = sum(answer.units)
  const status = units > 0 ? 'ok' : 'unknown'
  const detail = units > 0 ? `${plural(units, 'unit')} met exactly one variant` : 'no unit has met a variant yet'
  return { check: 'exposures', status, detail, values: { units } }
}

function sampleRatioCheck({ plan, answer, weights, earlier }: HealthInput): HealthCheck {
  const weightOf = new Map(weights.map(({ variant, weight }) => [variant, weight]))
  const arms = plan.variants.map((variant, arm) => ({
    variant,
    units: answer.units[arm] ?? 0,
    weight: weightOf.get(variant) ?? 0,
  }))
  const designed = arms.filter(arm => arm.weight > 0)
  const counts = Object.fromEntries(arms.map(({ variant, units }) => [variant, units]))
  const stray = arms.find(arm => arm.weight === 0 && arm.units > 0)
  if (stray) {
    const detail = `${plural(stray.units, 'unit')} met ${stray.variant}, which should get none`
    return { check: 'sample-ratio', status: 'failing', detail, values: { units: counts } }
  }
  const result = sampleRatio(
    designed.map(arm => arm.units),
    designed.map(arm => arm.weight),
  )
  if (isUnavailable(result)) {
    const detail = designed.length < 2 ? 'there is only one variant to compare' : 'there are no units to compare yet'
    return {
      check: 'sample-ratio',
      status: 'unknown',
      detail,
      values: { units: counts, unavailable: result.unavailable },
    }
  }
  const shares = designed.map(arm => arm.weight)
  const places = designed.map(({ variant }) => plan.variants.indexOf(variant))
  const running = earlier === undefined ? undefined : whileRunning(earlier, answer.units, places, shares)
  // Two tests share the alarm while it runs: one valid at any moment, which is slow on few units, and one valid at the daily looks.
  const looks = (earlier?.length ?? 0) + 1
  const p = running === undefined ? result.p : Math.min(1, 2 * Math.min(running.p, looks * (looks + 1) * result.p))
  const status = p < SAMPLE_RATIO_FAILS_BELOW ? 'failing' : p < SAMPLE_RATIO_WARNS_BELOW ? 'warning' : 'ok'
  const verdict = status === 'ok' ? 'units are split as designed' : 'units are not split as designed'
  const split = designed.map(arm => `${arm.variant} ${count(arm.units)}`).join(', ')
  const detail = `${verdict}: ${split} for ${shares.join(':')} (p = ${pValue(p)})`
  const fixed: CalculatorLine = {
    name: 'srm',
    input: { counts: designed.map(arm => arm.units), weights: shares, exact: isExact(designed.map(arm => arm.units)) },
  }
  const ongoing = running === undefined ? {} : { sequentialP: running.p, sharedP: p, sequential: running.calculator }
  return { check: 'sample-ratio', status, detail, values: { units: counts, ...result, ...ongoing }, calculator: fixed }
}

/**
 * The check that may be looked at after every unit. Units that turn out to have met several variants leave the counts; when those no longer
 * grow from look to look, the present ones are checked alone.
 */
function whileRunning(
  earlier: readonly (readonly number[])[],
  units: readonly number[],
  places: readonly number[],
  weights: number[],
): { p: number; calculator: CalculatorLine } | undefined {
  const now = places.map(place => units[place] ?? 0)
  const all = [...earlier.map(counts => places.map(place => counts[place] ?? 0)), now]
  for (const looks of [all, [now]]) {
    const sequence = sampleRatioSequence(looks, weights)
    const p = isUnavailable(sequence) ? undefined : sequence.at(-1)
    if (p !== undefined)
      return { p, calculator: { name: 'srm-sequential', input: { looks, weights, concentration: CONCENTRATION } } }
  }
  return undefined
}

function isExact(counts: readonly number[]): boolean {
  return counts.length === 2 && sum(counts) < EXACT_UNITS_MAX
}

function multipleVariantsCheck({ answer }: HealthInput): HealthCheck {
  const units = sum(answer.units) + answer.excluded
  if (units === 0) {
    return {
      check: 'multiple-variants',
      status: 'unknown',
      detail: 'no unit has met a variant yet',
      values: { excluded: 0 },
    }
  }
  const share = answer.excluded / units
  const status = share > excludedShareFailsAbove ? 'failing' : share > 0 ? 'warning' : 'ok'
  const detail =
    answer.excluded === 0
      ? 'no unit met several variants'
      : `${plural(answer.excluded, 'unit')} met several variants, left out (${percent(share)})`
  return { check: 'multiple-variants', status, detail, values: { excluded: answer.excluded, share } }
}

// Silence is measured up to the end of the phase: what happens after it says nothing about this report.
function freshnessCheck({ plan, definitions, freshness, nowMs }: HealthInput, event: string): HealthCheck {
  const seen = freshness.find(one => one.event === event)
  const declaredMinutes = definitions.find(one => one.key === event)?.freshnessMinutes
  const silenceMinutes = declaredMinutes ?? silenceDefaultMinutes
  if (seen === undefined || seen.events === 0) {
    const detail = `${event} has never been seen in ${plan.environment}`
    return { check: 'event-freshness', status: 'failing', detail, values: { event, events: 0, silenceMinutes } }
  }
  const silentMs = Math.max(0, Math.min(nowMs, plan.untilMs) - seen.lastTimeMs)
  const broken = declaredMinutes !== undefined && silentMs > brokenTimes * declaredMinutes * 60_000
  const status = broken ? 'failing' : silentMs > silenceMinutes * 60_000 ? 'warning' : 'ok'
  const reference = plan.untilMs < nowMs ? 'before the end' : 'ago'
  const detail =
    status === 'ok'
      ? `${event} was last seen ${span(silentMs)} ${reference}`
      : `${event} was last seen ${span(silentMs)} ${reference}; ${span(silenceMinutes * 60_000)} of silence are expected at most`
  const values = { event, events: seen.events, lastSeen: new Date(seen.lastTimeMs).toISOString(), silenceMinutes }
  return { check: 'event-freshness', status, detail, values }
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}
