import type { CalculatorLine } from '../../contract/calculators.ts'
import type { MetricFormula } from '../../contract/metric.ts'
import type { Arm } from '../metrics/plan.ts'
import { type Contrast, contrast } from '../stats/contrast.ts'
import { cuped } from '../stats/cuped.ts'
import { type Estimate, meanEstimate, proportionEstimate } from '../stats/estimate.ts'
import { clusteredQuantileEstimate, quantileEstimate } from '../stats/quantile.ts'
import { linearizeRatio, ratioEstimate } from '../stats/ratio.ts'
import type { Summary } from '../stats/summary.ts'
import { isUnavailable, type Unavailable, unavailable } from '../stats/unavailable.ts'
import { adjustedLine, isWritable, plainLine } from './calculator-line.ts'
import { widthOf } from './metric-kind.ts'

/** A contrast with the calculator line that makes a test of it by hand, at some alpha. */
export type Lined = { contrast: Contrast; line: CalculatorLine }

/**
 * What one arm shows against the control: `raw` as observed, and with a pre-period `adjusted` for it. `used` is the adjusted one where
 * there is one: everything that is concluded starts from it.
 */
export type ArmContrast = {
  raw: Lined | Unavailable
  adjusted: (Lined & { theta: number; varianceReduction: number }) | Unavailable | undefined
  used: Lined | Unavailable
}

/** The contrast of two arms of a metric, from summaries as a plan answers them. */
export function armContrast(kind: MetricFormula['kind'], control: Arm, treatment: Arm, alpha: number): ArmContrast {
  const width = widthOf(kind, control.means.length)
  const [before, after] = [firstColumns(control, width), firstColumns(treatment, width)]
  const compared = contrast(estimateOf(kind, before), estimateOf(kind, after))
  const raw = isUnavailable(compared) ? compared : written(compared, plainLine(kind, before, after, { alpha }))
  const adjusted = control.means.length > width ? adjustedContrast(kind, control, treatment, alpha) : undefined
  return { raw, adjusted, used: adjusted === undefined || isUnavailable(adjusted) ? raw : adjusted }
}

/** One number of one arm, by the kind of its metric. */
export function estimateOf(kind: MetricFormula['kind'], arm: Arm): Estimate | Unavailable {
  if (kind === 'ratio') return ratioEstimate(arm)
  if (kind === 'mean') return meanEstimate(arm)
  if (kind === 'quantile') return quantileOf(arm)
  return kind === 'active' ? unavailable('no-exposed-population') : proportionEstimate(arm)
}

function quantileOf({ order, ...clusters }: Arm): Estimate | Unavailable {
  if (order === undefined) return unavailable('empty-arm')
  const { q, n, value, lower, upper } = order
  if (lower === null || upper === null) return unavailable('too-few-units')
  const statistics = { n, value, lower, upper }
  if (clusters.means.length < 2) return quantileEstimate(statistics)
  return clusters.n < 2 ? unavailable('one-unit') : clusteredQuantileEstimate(statistics, q, clusters)
}

/** The summary of the first columns alone, without the pre-period. */
export function firstColumns({ means, comoments, ...arm }: Arm, width: number): Arm {
  return { ...arm, means: means.slice(0, width), comoments: comoments.slice(0, (width * (width + 1)) / 2) }
}

// A ratio that was the same for all units before has no spread to adjust for; what is left of it is rounding.
function isSteady({ n, means: [, x = 0], comoments }: Summary): boolean {
  return !((comoments[2] ?? 0) > 1e-13 * n * x * x)
}

function adjustedContrast(
  kind: MetricFormula['kind'],
  control: Summary,
  treatment: Summary,
  alpha: number,
): ArmContrast['adjusted'] {
  const before = kind === 'ratio' ? linearizeRatio(control) : control
  const after = kind === 'ratio' ? linearizeRatio(treatment) : treatment
  if (isUnavailable(before)) return before
  if (isUnavailable(after)) return after
  if (kind === 'ratio' && [before, after].some(isSteady)) return unavailable('zero-variance')
  const adjusted = cuped(before, after)
  if (isUnavailable(adjusted)) return adjusted
  const lined = written(adjusted.contrast, adjustedLine(before, after, { alpha }))
  if (isUnavailable(lined)) return lined
  return { ...lined, theta: adjusted.theta[0] ?? 0, varianceReduction: adjusted.varianceReduction }
}

// A number that nobody can recompute is not shown.
function written(compared: Contrast, line: CalculatorLine): Lined | Unavailable {
  return isWritable(line) ? { contrast: compared, line } : unavailable('not-finite')
}
