import type { ExperimentRecord } from '../../contract/experiment.ts'
import type { Metric, MetricFormula } from '../../contract/metric.ts'
import type { ArmResult, Family, MetricResult } from '../../contract/report.ts'
import type { Plan, PlanAnswer } from '../metrics/plan.ts'
import { skewnessCheck } from '../stats/skewness.ts'
import type { Summary } from '../stats/summary.ts'
import { isUnavailable, type Unavailable, unavailable } from '../stats/unavailable.ts'
import { armContrast } from './arm-contrast.ts'
import { comparisonOf } from './comparison.ts'
import type { Method } from './method.ts'
import { adjusted, type Candidate } from './metric-family.ts'
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
      return [{ metric: metric.key, variant, role, contrast }]
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
      method: methodText(experiment, metric.formula),
      alpha,
      ...(metric.formula.kind === 'mean' && metric.formula.cap !== undefined ? { cap } : {}),
      arms: plan.variants.map((variant, arm): ArmResult => {
        const result = armResult(metric.formula.kind, variant, arms[arm], skewness[arm])
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

function armResult(
  kind: MetricFormula['kind'],
  variant: string,
  arm: Summary | undefined,
  skewness: number | null | undefined,
): ArmResult {
  const summary = arm ?? { n: 0, means: [], comoments: [] }
  const skew = kind === 'proportion' ? skewnessOfShare(summary) : skewness
  const check = typeof skew === 'number' ? skewnessCheck(skew, summary.n) : undefined
  const tooFew =
    summary.n > 0 && check !== undefined && !isUnavailable(check) && !check.enough && Number.isFinite(check.needed)
  return {
    variant,
    units: summary.n,
    value: armValue(kind, summary),
    sums: {
      columns: sumsColumns(summary, kind),
      n: summary.n,
      means: summary.means.map(finite),
      comoments: summary.comoments.map(finite),
    },
    ...(tooFew ? { tooFewForSkewness: { skewness: check.skewness, needed: check.needed } } : {}),
  }
}

// The skewness of zeros and ones, (1 - 2p) / sqrt(p (1 - p)).
function skewnessOfShare({ means: [p = 0] }: Summary): number | undefined {
  return p > 0 && p < 1 ? (1 - 2 * p) / Math.sqrt(p * (1 - p)) : undefined
}

// Sums of values near the end of what a double holds overflow.
function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null
}

// The value of an arm is known even when its uncertainty is not, as when nobody has bought yet.
function armValue(kind: MetricFormula['kind'], arm: Summary): number | Unavailable {
  const [y, z] = arm.means
  if (arm.n === 0 || y === undefined) return unavailable('empty-arm')
  if (kind === 'proportion' && !(y >= 0 && y <= 1)) return unavailable('impossible-sums')
  if (kind !== 'ratio') return Number.isFinite(y) ? y : unavailable('not-finite')
  if (z === undefined) return unavailable('missing-column')
  if (!(z > 0)) return unavailable('zero-denominator')
  return Number.isFinite(y / z) ? y / z : unavailable('not-finite')
}

function sumsColumns(arm: Summary, kind: MetricFormula['kind']): ArmResult['sums']['columns'] {
  const after = kind === 'ratio' ? (['y', 'z'] as const) : (['y'] as const)
  const before = kind === 'ratio' ? (['yPre', 'zPre'] as const) : (['yPre'] as const)
  return arm.means.length > after.length ? [...after, ...before] : [...after]
}

function methodText({ analysis: { mode } }: ExperimentRecord, formula: MetricFormula): string {
  const interval = 'Fieller interval for the relative difference'
  const looks = {
    fixed: 'one look',
    'group-sequential': 'group sequential looks by alpha spending',
    'always-valid': 'asymptotic confidence sequence',
  }[mode]
  const test =
    formula.kind === 'proportion'
      ? 'Welch t-test of shares with variance p(1-p)/n'
      : formula.kind === 'ratio'
        ? 'Welch t-test of ratios with variance by the delta method'
        : formula.cap !== undefined
          ? `Welch t-test of unit totals capped at their quantile ${formula.cap}`
          : 'Welch t-test'
  return `${test}; ${interval}; ${looks}`
}
