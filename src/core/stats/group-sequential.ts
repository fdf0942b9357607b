import type { Contrast } from './contrast.ts'
import * as normal from './distribution/normal.ts'
import { quantileOfUpperTail, upperTail } from './distribution/student-t.ts'
import { fieller } from './fieller.ts'
import { type Alternative, type Inference, intervalAround } from './inference.ts'
import type { SequentialDesign } from './sequential-design.ts'
import { type Unavailable, unavailable } from './unavailable.ts'

/**
 * The verdict of one look of a group sequential design (Jennison & Turnbull 2000, chapters 7 and 9): the repeated
 * confidence interval, a repeated p value, and Fieller's interval with the same quantile. z bounds become t bounds of
 * the same tail, so that small samples keep their level. A design with two sides is two-sided; one with one side needs
 * to be told which.
 */
export function groupSequentialTest(
  compared: Contrast,
  design: SequentialDesign,
  direction: 'greater' | 'less' = 'greater',
): Inference | Unavailable {
  if (design.bound === null) return unavailable('alpha-spent')
  const alternative: Alternative = design.sides === 2 ? 'two-sided' : direction
  const { difference, df } = compared
  const se = Math.sqrt(compared.variance)
  const t = difference / se
  if (!Number.isFinite(t) || !(df > 0)) return unavailable('not-finite')
  const critical = quantileOfUpperTail(normal.upperTail(design.bound), df)
  const towards = alternative === 'two-sided' ? Math.abs(t) : alternative === 'greater' ? t : -t
  return {
    difference,
    se,
    df,
    t,
    p: design.pValue(normal.quantileOfUpperTail(upperTail(towards, df))),
    ci: intervalAround(difference, critical * se, alternative),
    relative: fieller(compared, critical, alternative),
  }
}
