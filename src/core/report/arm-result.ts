import type { MetricFormula } from '../../contract/metric.ts'
import type { ArmResult } from '../../contract/report.ts'
import type { Arm } from '../metrics/plan.ts'
import { skewnessCheck } from '../stats/skewness.ts'
import type { Summary } from '../stats/summary.ts'
import { isUnavailable, type Unavailable, unavailable } from '../stats/unavailable.ts'
import { isShare } from './metric-kind.ts'

/** The value of one arm of a metric with everything it was computed from; a value is known even when its uncertainty is not. */
export function armResult(
  formula: MetricFormula,
  variant: string,
  arm: Arm = { n: 0, means: [], comoments: [] },
  skewness: number | null | undefined = undefined,
): ArmResult {
  const { kind } = formula
  const skew = isShare(kind) ? skewnessOfShare(arm) : skewness
  const check = typeof skew === 'number' ? skewnessCheck(skew, arm.n) : undefined
  const tooFew =
    arm.n > 0 && check !== undefined && !isUnavailable(check) && !check.enough && Number.isFinite(check.needed)
  return {
    variant,
    units: arm.n,
    value: armValue(kind, arm),
    sums: {
      columns: sumsColumns(arm, kind),
      n: arm.n,
      means: arm.means.map(finite),
      comoments: arm.comoments.map(finite),
    },
    ...(formula.kind === 'funnel' && arm.steps !== undefined ? { steps: stepsOf(formula, arm.steps, arm.n) } : {}),
    ...(arm.immature === undefined ? {} : { immature: arm.immature }),
    ...(arm.order === undefined ? {} : { order: orderResult(arm.order) }),
    ...(tooFew ? { tooFewForSkewness: { skewness: check.skewness, needed: check.needed } } : {}),
  }
}

function stepsOf(
  { steps }: Extract<MetricFormula, { kind: 'funnel' }>,
  taken: readonly number[],
  units: number,
): ArmResult['steps'] {
  return steps.map(({ event }, index) => ({
    step: index + 1,
    event,
    units: taken[index] ?? 0,
    share: units > 0 ? (taken[index] ?? 0) / units : unavailable('empty-arm'),
  }))
}

function orderResult({ value, lower, upper, ...order }: Exclude<Arm['order'], undefined>): ArmResult['order'] {
  const known = (bound: number | null) => (bound === null ? null : finite(bound))
  return { ...order, value: finite(value), lower: known(lower), upper: known(upper) }
}

// The skewness of zeros and ones, (1 - 2p) / sqrt(p (1 - p)).
function skewnessOfShare({ means: [p = 0] }: Summary): number | undefined {
  return p > 0 && p < 1 ? (1 - 2 * p) / Math.sqrt(p * (1 - p)) : undefined
}

// Sums of values near the end of what a double holds overflow.
function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null
}

function armValue(kind: MetricFormula['kind'], arm: Arm): number | Unavailable {
  const [y, z] = arm.means
  if (kind === 'active') return unavailable('no-exposed-population')
  if (kind === 'quantile') {
    if (arm.order === undefined) return unavailable('empty-arm')
    return Number.isFinite(arm.order.value) ? arm.order.value : unavailable('not-finite')
  }
  if (arm.n === 0 || y === undefined) return unavailable('empty-arm')
  if (isShare(kind) && !(y >= 0 && y <= 1)) return unavailable('impossible-sums')
  if (kind !== 'ratio') return Number.isFinite(y) ? y : unavailable('not-finite')
  if (z === undefined) return unavailable('missing-column')
  if (!(z > 0)) return unavailable('zero-denominator')
  return Number.isFinite(y / z) ? y / z : unavailable('not-finite')
}

function sumsColumns(arm: Arm, kind: MetricFormula['kind']): ArmResult['sums']['columns'] {
  if (kind === 'quantile') return arm.means.length > 1 ? ['y', 'z'] : ['y']
  const after = kind === 'ratio' ? (['y', 'z'] as const) : (['y'] as const)
  const before = kind === 'ratio' ? (['yPre', 'zPre'] as const) : (['yPre'] as const)
  return arm.means.length > after.length ? [...after, ...before] : [...after]
}
