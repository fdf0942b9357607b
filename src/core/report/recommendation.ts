import type { ConditionResult, HealthCheck, HealthStatus, MetricResult, Recommendation } from '../../contract/report.ts'
import { type MetricVerdict, recommend } from '../stats/decision.ts'
import type { Crossing } from './crossings.ts'

type Because = ConditionResult['because']
type Evidence = Parameters<typeof recommend>[0]

/** What the recommendations of a report rest on: the metrics of one look, and where the plan stands. */
export type Standing = {
  control: string
  variants: readonly string[]
  metrics: readonly MetricResult[]
  minimumEffects: Readonly<Record<string, number>>
  /** What earlier looks have shown already, by `metric variant`. */
  crossings: ReadonlyMap<string, Crossing>
  health: { status: HealthStatus; checks: readonly HealthCheck[] }
  look: number | null
  conclusive: boolean
  finished: boolean
  expectedEndMs: number | undefined
  nowMs: number
}

const dayMs = 86_400_000

/** What the decision rule says about each variant beside the control, with the metric, bound or check behind every condition. */
export function recommendations(standing: Standing): Recommendation[] {
  const { variants, control, metrics, health, look, conclusive, finished, expectedEndMs, nowMs } = standing
  const expectedEnd = expectedEndMs === undefined ? null : new Date(expectedEndMs).toISOString()
  return variants
    .filter(variant => variant !== control)
    .map(variant => {
      const evidence: Evidence = {
        health: health.status,
        conclusive,
        finished,
        expectedEnd,
        metrics: metrics.flatMap(metric => verdictOf(metric, variant, standing)),
      }
      const { outcome, conditions } = recommend(evidence)
      const waiting = outcome === 'keep-running' && expectedEndMs !== undefined
      return {
        variant,
        outcome,
        look,
        expectedEnd: waiting ? expectedEnd : null,
        remainingDays: waiting ? Math.max(0, (expectedEndMs - nowMs) / dayMs) : null,
        conditions: conditions.map(({ condition, holds }) => ({
          condition,
          holds,
          because: reasons(condition, variant, standing),
        })),
      }
    })
}

/** What a metric says about a variant in the words of the rule; nothing for metrics that do not take part in it. */
function verdictOf(
  metric: MetricResult,
  variant: string,
  { minimumEffects, crossings }: Pick<Standing, 'minimumEffects' | 'crossings'>,
): MetricVerdict[] {
  const minimumEffect = minimumEffects[metric.metric]
  const crossed = crossings.get(`${metric.metric} ${variant}`)?.side
  if (metric.role !== 'success' && metric.role !== 'guardrail') return []
  const comparison = comparisonFor(metric, variant)
  if (comparison === undefined || 'unavailable' in comparison || 'unavailable' in comparison.adjusted)
    return [{ metric: metric.metric, role: 'unavailable' }]
  const worse = comparison.verdict === 'worse'
  const better = comparison.verdict === 'better'
  if (metric.role === 'success') {
    const { relative } = comparison.adjusted
    const best = 'unavailable' in relative ? null : bestOf(relative.ci, metric.better)
    return [
      {
        metric: metric.metric,
        role: 'success',
        superior: crossed === 'better' || (better && crossed === undefined),
        deteriorated: crossed === 'worse' || (worse && crossed === undefined),
        effectRuledOut: minimumEffect !== undefined && best !== null && best < minimumEffect,
      },
    ]
  }
  const { nonInferiority } = comparison
  if (nonInferiority === undefined || 'unavailable' in nonInferiority)
    return [{ metric: metric.metric, role: 'unavailable' }]
  const passed = nonInferiority.passed || crossed === 'better'
  // A loss within the margin is what the margin allows.
  return [
    {
      metric: metric.metric,
      role: 'guardrail',
      nonInferior: passed,
      deteriorated: worse && !passed,
    },
  ]
}

function reasons(
  condition: ConditionResult['condition'],
  variant: string,
  { metrics, health, crossings }: Standing,
): Because {
  if (condition === 'health-passes') {
    const notable = health.checks.filter(check => check.status !== 'ok')
    return notable.map(({ check, status }) => ({ check, status }))
  }
  const wanted = { 'success-superior': ['success'], 'guardrails-non-inferior': ['guardrail'] } as const
  const roles: readonly string[] = condition === 'nothing-deteriorated' ? ['success', 'guardrail'] : wanted[condition]
  return metrics
    .filter(metric => roles.includes(metric.role))
    .map(metric => {
      const comparison = comparisonFor(metric, variant)
      const crossed = crossings.get(`${metric.metric} ${variant}`)
      const none = { metric: metric.metric, ...(crossed === undefined ? {} : { crossedAt: crossed.look }) }
      if (comparison === undefined) return none
      if ('unavailable' in comparison) return { ...none, unavailable: comparison.unavailable }
      const { adjusted, nonInferiority } = comparison
      const good = metric.better === 'up' ? 0 : 1
      if (condition === 'guardrails-non-inferior') {
        if (nonInferiority === undefined) return none
        if ('unavailable' in nonInferiority) return { ...none, unavailable: nonInferiority.unavailable }
        return { ...none, bound: nonInferiority.ci[good], limit: nonInferiority.limit, p: nonInferiority.p }
      }
      if ('unavailable' in adjusted) return { ...none, unavailable: adjusted.unavailable }
      const side = condition === 'nothing-deteriorated' ? 1 - good : good
      return { ...none, bound: adjusted.ci[side === 0 ? 0 : 1], limit: 0, p: adjusted.p }
    })
}

function comparisonFor(metric: MetricResult, variant: string) {
  return metric.arms.find(arm => arm.variant === variant)?.comparison
}

// The best relative gain an interval still holds.
function bestOf([low, high]: readonly [number | null, number | null], better: 'up' | 'down'): number | null {
  if (better === 'up') return high
  return low === null ? null : -low
}
