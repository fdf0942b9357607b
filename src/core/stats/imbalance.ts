import { meanEstimate } from './estimate.ts'
import type { Inference } from './inference.ts'
import type { Summary } from './summary.ts'
import { isUnavailable, type Unavailable } from './unavailable.ts'
import { welch } from './welch.ts'

/** Below this p the arms already differed before the experiment began. */
export const IMBALANCE_FAILS_BELOW = 0.001

/**
 * Pre-period imbalance: Welch's test of what the units did before the experiment. A random split leaves only chance, so
 * a small p means that the split, or the exposure, depends on what units are. Summaries have the one column `[x]`.
 */
export function prePeriodImbalance(
  control: Summary,
  treatment: Summary,
): (Inference & { failing: boolean }) | Unavailable {
  const inference = welch(meanEstimate(control), meanEstimate(treatment))
  return isUnavailable(inference) ? inference : { ...inference, failing: inference.p < IMBALANCE_FAILS_BELOW }
}
