import type { AdjustedTest, Comparison, NonInferiority, PlainTest, Unavailable } from '../../contract/report.ts'
import { bayes } from '../stats/bayes.ts'
import { relativeLift } from '../stats/lift.ts'
import { nonInferiority } from '../stats/margin.ts'
import { isUnavailable } from '../stats/unavailable.ts'
import { studentTest } from '../stats/welch.ts'
import type { ArmContrast, Lined } from './arm-contrast.ts'
import type { Method } from './method.ts'
import { type Past, priorOf, shrunkOf } from './past-effects.ts'

/** What a comparison is judged by beside its contrast. `margin` is there for guardrails. */
export type Judgement = {
  alpha: number
  better: 'up' | 'down'
  margin: number | undefined
  prior: { mean: number; sd: number } | undefined
  past: Past
  method: Method
  adjusted: AdjustedTest | Unavailable
}

/**
 * One arm against the control, in every view of it. The Bayesian one is of the gain, which is the lift or its negative where lower is
 * better; its interval holds 95 %.
 */
export function comparisonOf(contrast: ArmContrast, judgement: Judgement): Comparison | Unavailable {
  const { used, raw, adjusted: fromBefore } = contrast
  if (isUnavailable(used)) return used
  const plain = plainTest(used, judgement.alpha)
  if ('unavailable' in plain) return plain
  const { adjusted, better, margin } = judgement
  return {
    ...plain,
    ...(fromBefore === undefined ? {} : { cuped: cupedOf(fromBefore, raw, judgement.alpha) }),
    adjusted,
    ...(margin === undefined ? {} : { nonInferiority: guardrail(used, margin, judgement) }),
    ...lifts(used, judgement),
    verdict:
      'unavailable' in adjusted
        ? 'unavailable'
        : adjusted.p > judgement.alpha
          ? 'no-effect-found'
          : plain.difference > 0 === (better === 'up')
            ? 'better'
            : 'worse',
  }
}

function plainTest({ contrast, line }: Lined, alpha: number): PlainTest | Unavailable {
  const tested = studentTest(contrast, { alpha })
  return isUnavailable(tested) ? tested : { ...tested, calculator: line }
}

function cupedOf(
  adjusted: Exclude<ArmContrast['adjusted'], undefined>,
  raw: ArmContrast['raw'],
  alpha: number,
): Exclude<Comparison['cuped'], undefined> {
  if (isUnavailable(adjusted)) return adjusted
  if (isUnavailable(raw)) return raw
  const plain = plainTest(raw, alpha)
  if ('unavailable' in plain) return plain
  return { theta: adjusted.theta, varianceReduction: adjusted.varianceReduction, raw: plain }
}

function guardrail({ contrast }: Lined, margin: number, { better, method }: Judgement): NonInferiority | Unavailable {
  const tested = nonInferiority(contrast, { margin, better }, method.oneSided)
  if (isUnavailable(tested)) return tested
  const { limit, passed, p, inference } = tested
  return { margin, limit, ci: inference.ci, p, passed }
}

function lifts({ contrast }: Lined, { better, prior, past }: Judgement): Pick<Comparison, 'bayes' | 'shrunk'> {
  const lift = relativeLift(contrast)
  if (isUnavailable(lift)) return { bayes: lift, shrunk: lift }
  const { source, ...believed } = priorOf(prior, past)
  const estimate = better === 'up' ? lift.lift : -lift.lift
  const posterior = bayes(estimate, lift.se, believed)
  return {
    bayes: isUnavailable(posterior)
      ? posterior
      : {
          prior: { ...believed, source },
          ...posterior,
          calculator: { name: 'bayes', input: { estimate, se: lift.se, prior: believed } },
        },
    shrunk: shrunkOf({ effect: lift.lift, se: lift.se }, past),
  }
}
