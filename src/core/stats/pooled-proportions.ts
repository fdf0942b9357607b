import * as normal from './distribution/normal.ts'
import { fieller } from './fieller.ts'
import { type Inference, intervalAround } from './inference.ts'
import { type Unavailable, unavailable } from './unavailable.ts'
import type { TestOptions } from './welch.ts'

/** Successes of n units. */
export type Successes = { n: number; successes: number }

/**
 * A z test: the normal distribution stands where t has infinitely many degrees of freedom, which JSON writes as null.
 */
export type PooledInference = Omit<Inference, 'df'> & { df: null; z: number }

/**
 * The textbook z test of two shares with the variance pooled under the null hypothesis (Fleiss, Levin & Paik 2003, eq.
 * 3.5), for those who recompute by hand; reports use the t test. The intervals are from the same standard error, so
 * that they agree with p.
 */
export function pooledProportions(
  control: Successes,
  treatment: Successes,
  options: TestOptions = {},
): PooledInference | Unavailable {
  const { alpha = 0.05, alternative = 'two-sided' } = options
  if (!(alpha > 0 && alpha < 1) || (alternative !== 'two-sided' && alpha > 0.5)) return unavailable('invalid-alpha')
  if (control.n === 0 || treatment.n === 0) return unavailable('empty-arm')
  const pooled = (control.successes + treatment.successes) / (control.n + treatment.n)
  const base = control.successes / control.n
  const share = treatment.successes / treatment.n
  if (!(base >= 0 && base <= 1 && share >= 0 && share <= 1)) return unavailable('impossible-sums')
  const variance = pooled * (1 - pooled) * (1 / control.n + 1 / treatment.n)
  if (!(variance > 0)) return unavailable('zero-variance')
  const difference = share - base
  const se = Math.sqrt(variance)
  const z = difference / se
  const baseVariance = (pooled * (1 - pooled)) / control.n
  const critical = normal.quantileOfUpperTail(alternative === 'two-sided' ? alpha / 2 : alpha)
  const tail = normal.upperTail(alternative === 'two-sided' ? Math.abs(z) : alternative === 'greater' ? z : -z)
  const compared = {
    difference,
    variance,
    df: Number.POSITIVE_INFINITY,
    n: control.n + treatment.n,
    base,
    baseVariance,
    covariance: -baseVariance,
  }
  return {
    difference,
    se,
    df: null,
    t: z,
    z,
    p: alternative === 'two-sided' ? 2 * tail : tail,
    ci: intervalAround(difference, critical * se, alternative),
    relative: fieller(compared, critical, alternative),
  }
}
