import type { Contrast } from './contrast.ts'
import type { Alternative, Inference } from './inference.ts'
import { isUnavailable, type Unavailable, unavailable } from './unavailable.ts'
import { studentTest } from './welch.ts'

/** A one-sided test of a contrast: the t test, or one look of a sequential method with its settings filled in. */
export type OneSidedTest = (compared: Contrast, alternative: 'greater' | 'less') => Inference | Unavailable

/**
 * The verdict of a test against a margin: `limit` is the difference to beat, `inference` its one-sided test and bound.
 */
export type MarginTest = { limit: number; passed: boolean; p: number; inference: Inference }

/**
 * Non-inferiority of a guardrail: rejects that the treatment is worse than the control by more than `margin` x
 * |control|, that is when the lower bound is above -margin |m_C| (upper bound below margin |m_C| when smaller is
 * better). One-sided at the alpha of the test, unadjusted.
 */
export function nonInferiority(
  compared: Contrast,
  options: { margin: number; better: 'up' | 'down' },
  test: OneSidedTest = studentOneSided(0.05),
): MarginTest | Unavailable {
  if (!(options.margin >= 0) || !Number.isFinite(options.margin)) return unavailable('invalid-parameters')
  const margin = options.margin * Math.abs(compared.base)
  return options.better === 'up' ? against(compared, -margin, 'greater', test) : against(compared, margin, 'less', test)
}

/** Superiority by a margin: rejects that the treatment is better by no more than `margin` x |control|. */
export function superiority(
  compared: Contrast,
  options: { margin: number; better: 'up' | 'down' },
  test: OneSidedTest = studentOneSided(0.05),
): MarginTest | Unavailable {
  if (!(options.margin >= 0) || !Number.isFinite(options.margin)) return unavailable('invalid-parameters')
  const margin = options.margin * Math.abs(compared.base)
  return options.better === 'up' ? against(compared, margin, 'greater', test) : against(compared, -margin, 'less', test)
}

/** The one-sided t test at an alpha. */
export function studentOneSided(alpha: number): OneSidedTest {
  return (compared, alternative: Alternative) => studentTest(compared, { alpha, alternative })
}

function against(
  compared: Contrast,
  limit: number,
  alternative: 'greater' | 'less',
  test: OneSidedTest,
): MarginTest | Unavailable {
  const inference = test(compared, alternative)
  if (isUnavailable(inference)) return inference
  // The same test of the difference from the limit gives the p value; the bound is the one of the difference itself.
  const shifted = test({ ...compared, difference: compared.difference - limit }, alternative)
  if (isUnavailable(shifted)) return shifted
  const [lower, upper] = inference.ci
  const passed = alternative === 'greater' ? lower !== null && lower > limit : upper !== null && upper < limit
  return { limit, passed, p: shifted.p, inference }
}
