import type { ExperimentRecord } from '../../contract/experiment.ts'
import type { Metric } from '../../contract/metric.ts'
import type { ArmResult, Family, MetricResult } from '../../contract/report.ts'
import type { Plan, PlanAnswer } from '../metrics/plan.ts'
import { unavailable } from '../stats/unavailable.ts'
import { armContrast } from './arm-contrast.ts'
import { armResult } from './arm-result.ts'
import { comparisonOf } from './comparison.ts'
import { type Beneath, healthOfMetric } from './event-health.ts'
import type { Method } from './method.ts'
import { methodText } from './method-text.ts'
import { adjusted, type Candidate } from './metric-family.ts'
import { hasPrePeriod } from './metric-kind.ts'
import type { Past } from './past-effects.ts'

/** What the metrics of a report are computed from. `addedLater` are those named after the phase had started. */
export type MetricsInput = {
  experiment: ExperimentRecord
  metrics: readonly Metric[]
  plan: Plan
  answer: PlanAnswer
  method: Method
  past: Past
  addedLater: ReadonlySet<string>
  beneath: Beneath
}

/**
 * Every metric of a report by arm, with its value, its sums and its comparison against the control, adjusted for how many there are. Whatever
 * cannot be computed says why; a metric outside of the experiment's list, or named too late, is exploratory.
 */
export function metricResults(input: MetricsInput): { metrics: MetricResult[]; families: Family[] } {
  const { experiment, metrics, plan, answer, method, addedLater } = input
  const { alpha } = experiment.analysis
  const byKey = new Map(metrics.map(metric => [metric.key, metric]))
  const named = new Map(experiment.metrics.map(one => [one.metric, one]))
  const place = plan.variants.indexOf(experiment.control)
  const answered = answer.metrics.flatMap(one => {
    const metric = byKey.get(one.metric)
    return metric === undefined
      ? []
      : [
          {
            ...one,
            metric,
            role: addedLater.has(metric.key) ? 'exploratory' : (named.get(metric.key)?.role ?? 'exploratory'),
          },
        ]
  })
  const candidates: Candidate[] = answered.flatMap(({ metric, arms, role }) =>
    plan.variants.flatMap((variant, arm) => {
      const [control, treatment] = [arms[place], arms[arm]]
      if (arm === place) return []
      const missing = unavailable('empty-arm')
      const contrast =
        control === undefined || treatment === undefined
          ? { raw: missing, adjusted: undefined, used: missing }
          : armContrast(metric.formula.kind, control, treatment, alpha)
      const named = plan.prePeriodMs > 0 && !hasPrePeriod(metric.formula.kind)
      // Said rather than left out: a reader of the pre-period would look for it.
      const said = named ? { ...contrast, adjusted: unavailable('no-pre-period') } : contrast
      return [{ metric: metric.key, variant, role, contrast: said }]
    }),
  )
  const { tests, families } = adjusted(candidates, alpha, method)
  let next = 0
  const results = answered.map(({ metric, role, cap, arms, skewness }): MetricResult => {
    const margin = role === 'guardrail' ? (named.get(metric.key)?.margin ?? 0) : undefined
    return {
      metric: metric.key,
      name: metric.name,
      role,
      ...(addedLater.has(metric.key) ? { addedAfterStart: true as const } : {}),
      kind: metric.formula.kind,
      better: metric.better,
      ...(metric.measure === undefined ? {} : { measure: metric.measure }),
      method: methodText(experiment.analysis, metric.formula),
      alpha,
      ...(metric.formula.kind === 'mean' && metric.formula.cap !== undefined ? { cap } : {}),
      health: healthOfMetric(metric, input.beneath),
      arms: plan.variants.map((variant, arm): ArmResult => {
        const result = armResult(metric.formula, variant, arms[arm], skewness[arm])
        if (arm === place) return result
        const candidate = candidates[next]
        const test = tests[next]
        next++
        if (candidate === undefined || test === undefined) return { ...result, comparison: unavailable('empty-arm') }
        const { prior } = experiment.analysis
        const judgement = { alpha, better: metric.better, margin, prior, past: input.past, method, adjusted: test }
        return { ...result, comparison: comparisonOf(candidate.contrast, judgement) }
      }),
    }
  })
  return { metrics: results, families }
}
