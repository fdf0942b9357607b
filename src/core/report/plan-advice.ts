import type { PlanAdvice, PlanRequest } from '../../contract/analyses.ts'
import type { ExperimentRecord } from '../../contract/experiment.ts'
import type { Metric } from '../../contract/metric.ts'
import type { Arm } from '../metrics/plan.ts'
import { sequenceCritical } from '../stats/confidence-sequence.ts'
import { cuped } from '../stats/cuped.ts'
import * as normal from '../stats/distribution/normal.ts'
import {
  durationDays,
  minimumDetectableEffect,
  type Plan,
  powerCurve,
  powerWithGuardrails,
  unitsPerArm,
} from '../stats/planning.ts'
import { linearizeRatio } from '../stats/ratio.ts'
import { sequentialInflation } from '../stats/sequential-power.ts'
import { isUnavailable, type Unavailable, unavailable } from '../stats/unavailable.ts'
import { estimateOf, firstColumns } from './arm-contrast.ts'
import { isShare, widthOf } from './metric-kind.ts'

/** What recent traffic says: the units that would have taken part, one summary of all of them, and over how many days they came. */
export type Traffic = { summary: Arm; unitsPerDay: number }

const curvePoints = 20

/** Sample size, duration, smallest detectable effect and power curve of one metric of an experiment, with everything that changes them. */
export function planAdvice(
  experiment: ExperimentRecord,
  metric: Metric,
  request: PlanRequest,
  { summary, unitsPerDay }: Traffic,
): PlanAdvice | Unavailable {
  const { kind } = metric.formula
  const baseline = estimateOf(kind, firstColumns(summary, widthOf(kind, summary.means.length)))
  if (isUnavailable(baseline)) return baseline
  const variance = baseline.variance * baseline.n
  if (!Number.isFinite(variance)) return unavailable('not-finite')
  const delta = 'absolute' in request.effect ? request.effect.absolute : request.effect.relative * baseline.value
  const treated = baseline.value + delta
  if (isShare(kind) && !(treated >= 0 && treated <= 1)) return unavailable('invalid-parameters')
  const level = levelOf(experiment, metric.key)
  const power = powerWithGuardrails(request.power, experiment.metrics.filter(({ role }) => role === 'guardrail').length)
  const inflation = inflationOf(experiment, level, power)
  if (typeof inflation !== 'number') return inflation
  const varianceReduction = reductionOf(kind, summary)
  const treatmentVariance = isShare(kind) ? treated * (1 - treated) : variance
  const plan: Plan = { controlVariance: variance, treatmentVariance, alpha: level, power, varianceReduction, inflation }
  const shares = sharesOf(experiment)
  const perArm = unitsPerArm(plan, delta)
  const days = whole(typeof perArm === 'number' ? durationDays(perArm, unitsPerDay, shares) : perArm)
  const perArmPlanned = Math.min(...shares) * unitsPerDay * experiment.analysis.plannedDays
  // For the smallest effect the arms are taken to be alike: what the effect does to the variance is not known before it is.
  const alike = { ...plan, treatmentVariance: variance }
  const smallest = whole(minimumDetectableEffect(alike, perArmPlanned))
  const reach = 2 * Math.max(Math.abs(delta), typeof smallest === 'number' ? smallest : 0)
  const effects = Array.from({ length: curvePoints }, (_, i) => (reach * (i + 1)) / curvePoints)
  const curve = effects.every(Number.isFinite) ? powerCurve(alike, effects, perArmPlanned) : unavailable('not-finite')
  return {
    metric: metric.key,
    baseline: { value: baseline.value, variance, units: baseline.n },
    unitsPerDay,
    level,
    power,
    varianceReduction,
    inflation,
    perArm,
    days,
    minimumDetectableEffect:
      typeof smallest === 'number' ? { absolute: smallest, relative: finite(smallest / baseline.value) } : smallest,
    powerCurve: isUnavailable(curve)
      ? []
      : curve.flatMap(({ delta: effect, power: chance }) =>
          Number.isFinite(chance) ? [{ effect, power: chance }] : [],
        ),
  }
}

// Success metrics share alpha over all of their tests; the hardest step of Holm is planned for.
function levelOf({ analysis: { alpha }, metrics, variants }: ExperimentRecord, metric: string): number {
  const success = metrics.filter(({ role }) => role === 'success')
  const tests = success.length * (variants.filter(({ weight }) => weight > 0).length - 1)
  return success.some(named => named.metric === metric) ? alpha / Math.max(1, tests) : alpha
}

function inflationOf({ analysis }: ExperimentRecord, level: number, power: number): number | Unavailable {
  const { mode, spending, plannedDays } = analysis
  if (mode === 'fixed') return 1
  if (mode === 'always-valid') {
    // Where the sequence is tightest, its reach takes the place of the normal quantile; the planned size cancels.
    const [beta, fixed] = [normal.quantile(power), normal.quantileOfUpperTail(level / 2)]
    return ((sequenceCritical(1, level, 1) + beta) / (fixed + beta)) ** 2
  }
  const looks = Math.max(1, Math.ceil(plannedDays))
  const information = Array.from({ length: looks }, (_, i) => Math.min(1, (i + 1) / plannedDays))
  const inflation = sequentialInflation({ alpha: level, sides: 2, spending, information }, power)
  return typeof inflation === 'number' ? Math.max(1, inflation) : inflation
}

// The share of the variance the pre-period explains; where it cannot be told nothing is promised.
function reductionOf(kind: Metric['formula']['kind'], summary: Arm): number {
  if (summary.means.length <= widthOf(kind, summary.means.length)) return 0
  const linear = kind === 'ratio' ? linearizeRatio(summary) : summary
  if (isUnavailable(linear)) return 0
  const adjusted = cuped(linear, linear)
  return isUnavailable(adjusted) ? 0 : Math.min(0.99, Math.max(0, adjusted.varianceReduction))
}

function whole(value: number | Unavailable): number | Unavailable {
  return typeof value !== 'number' || Number.isFinite(value) ? value : unavailable('not-finite')
}

// A share of a baseline that is not positive says nothing.
function finite(share: number): number | null {
  return share > 0 && Number.isFinite(share) ? share : null
}

function sharesOf({ variants }: ExperimentRecord): number[] {
  const total = variants.reduce((sum, { weight }) => sum + weight, 0)
  return variants.filter(({ weight }) => weight > 0).map(({ weight }) => weight / total)
}
