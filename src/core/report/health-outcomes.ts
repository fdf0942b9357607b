import type { HealthCheck, MidRunChange } from '../../contract/report.ts'
import { type Arm, isTotals, type Plan, type PlanAnswer, type PlannedMetric } from '../metrics/plan.ts'
import { holm } from '../stats/adjust.ts'
import { IMBALANCE_FAILS_BELOW, prePeriodImbalance } from '../stats/imbalance.ts'
import type { Summary } from '../stats/summary.ts'
import { transform } from '../stats/transform.ts'
import { isUnavailable } from '../stats/unavailable.ts'
import { count, plural, pValue } from './number-text.ts'

/** With fewer exposed units, or expected outcomes, their absence says nothing. */
const unitsMin = 100
const expectedMin = 20

/** Whether the arms differed before the experiment began: Welch's test of every pre-period, Holm over all of them. */
export function imbalanceChecks(plan: Plan, answer: PlanAnswer, control: string): HealthCheck[] {
  if (plan.prePeriodMs === 0) return []
  const place = plan.variants.indexOf(control)
  const answered = new Map(answer.metrics.map(one => [one.metric, one.arms]))
  const tests = plan.metrics.filter(isTotals).flatMap(({ metric, z }) => {
    const arms = answered.get(metric) ?? []
    const before = z === null ? 1 : 2
    return plan.variants.flatMap((variant, arm) => {
      const [first, second] = [arms[place], arms[arm]]
      if (arm === place || first === undefined || second === undefined) return []
      if (first.means.length <= before || second.means.length <= before) return []
      const tested = prePeriodImbalance(columnOf(first, before), columnOf(second, before))
      return isUnavailable(tested) ? [] : [{ metric, variant, p: tested.p }]
    })
  })
  const adjusted = holm(tests.map(test => test.p))
  const ranked = tests
    .map((test, i) => ({ ...test, adjusted: adjusted[i] ?? 1 }))
    .sort((a, b) => a.adjusted - b.adjusted)
  const [worst] = ranked
  if (worst === undefined)
    return [check('pre-period-imbalance', 'unknown', 'nothing is known of the time before the experiment', {})]
  const failing = worst.adjusted < IMBALANCE_FAILS_BELOW
  const detail = failing
    ? `${worst.variant} already differed in ${worst.metric} before the experiment (p = ${pValue(worst.adjusted)})`
    : `the variants were alike before the experiment (smallest p = ${pValue(worst.adjusted)})`
  return [check('pre-period-imbalance', failing ? 'failing' : 'ok', detail, worst)]
}

/** Exposures without outcomes: nobody did anything, or an arm did nothing where the others did a lot, so its events must be missing. */
export function outcomesChecks(plan: Plan, answer: PlanAnswer): HealthCheck[] {
  const units = answer.units.reduce((sum, one) => sum + one, 0)
  const answered = new Map(answer.metrics.map(one => [one.metric, one.arms]))
  const counted = plan.metrics.flatMap(metric => {
    const event = countedEvent(plan, metric)
    const arms = answered.get(metric.metric)
    return event === undefined || arms === undefined ? [] : [{ event, totals: arms.map(outcomesIn) }]
  })
  // Of metrics that cannot have an outcome yet its absence says nothing.
  const heard = answer.metrics.filter(({ arms }) => arms.some(arm => arm.n > 0 || arm.immature === undefined))
  const silent = heard.length > 0 && heard.every(({ arms }) => arms.every(arm => outcomesIn(arm) === 0))
  if (plan.metrics.length === 0 || units < unitsMin) return []
  if (silent) {
    const detail = `${plural(units, 'unit')} met a variant and none of them has any outcome; are the ids of both the same?`
    return [check('missing-outcomes', 'failing', detail, { units })]
  }
  for (const { event, totals } of counted) {
    const all = totals.reduce((sum, total) => sum + total, 0)
    if (!Number.isFinite(all)) continue
    const empty = totals.findIndex(
      (total, arm) => total === 0 && all * ((answer.units[arm] ?? 0) / units) >= expectedMin,
    )
    const variant = plan.variants[empty]
    if (variant === undefined) continue
    const expected = all * ((answer.units[empty] ?? 0) / units)
    const detail = `${variant} has no ${event} at all, where about ${count(expected)} were to be expected`
    return [check('missing-outcomes', 'failing', detail, { event, variant, expected })]
  }
  return [check('missing-outcomes', 'ok', 'exposed units have outcomes', { units })]
}

/** What changed while the phase ran. Widened coverage moves nobody; other targeting mixes populations. */
export function changesChecks(changes: readonly MidRunChange[]): HealthCheck[] {
  const mixing = changes.filter(change => change.kind === 'targeting')
  if (changes.length === 0) return []
  const detail =
    mixing.length > 0
      ? `${plural(mixing.length, 'change')} of who is targeted while it ran`
      : 'nothing that mixes populations changed while it ran'
  return [check('mid-run-changes', mixing.length > 0 ? 'warning' : 'ok', detail, { changes: changes.length })]
}

/** The event of which every unit with an outcome had at least one. */
function countedEvent(plan: Plan, metric: PlannedMetric): string | undefined {
  if (metric.kind === 'funnel') return metric.steps[0]?.event
  if (metric.kind === 'quantile' && metric.level === 'event') return metric.event
  const term = isTotals(metric) ? plan.terms[metric.y] : undefined
  return term?.aggregate === 'sum' ? undefined : term?.event
}

/** What is counted of an arm: entries into a funnel, the values of a quantile, else the total. */
function outcomesIn({ n, means, steps, order }: Arm): number {
  if (steps !== undefined) return steps[0] ?? 0
  if (order !== undefined && means.length > 1) return order.n
  return n === 0 ? 0 : (means[0] ?? 0) * n
}

function columnOf(summary: Summary, column: number): Summary {
  return transform(summary, [summary.means.map((_, i) => (i === column ? 1 : 0))])
}

function check(
  name: HealthCheck['check'],
  status: HealthCheck['status'],
  detail: string,
  values: HealthCheck['values'],
): HealthCheck {
  return { check: name, status, detail, values }
}
