import * as normal from './distribution/normal.ts'
import { boundInverse } from './repeated-p.ts'
import { isRising, type Looks, sequentialBounds } from './sequential-bounds.ts'
import { isUnavailable, type Unavailable, unavailable } from './unavailable.ts'

/**
 * The looks of one experiment so far, the last being the present one, ready to judge any number of metrics. `bound` is
 * the z bound of this look at `alpha`, or null when no alpha is left. `pValue` turns the z of this look, in the
 * direction that counts, into a repeated p value: the smallest alpha at which the look would have crossed, to about
 * 1e-5 relative; above 96 % it is 1.
 */
export type SequentialDesign = {
  alpha: number
  sides: 1 | 2
  bound: number | null
  bounds: (number | null)[]
  spent: number[]
  pValue: (z: number) => number
}

/**
 * Prepares a design. Preparing costs about a millisecond, the first p value some thirty of them, every other one
 * microseconds.
 */
export function sequentialDesign(looks: Looks): SequentialDesign | Unavailable {
  const design = sequentialBounds(looks)
  if (isUnavailable(design)) return design
  const { alpha, sides } = looks
  const bound = design.bounds.at(-1) ?? null
  const inverse = boundInverse(quantile => presentBound(looks, quantile))
  const pValue = (z: number): number => {
    if (bound === null) return 1
    const p = Math.min(1, sides * normal.upperTail(inverse(z)))
    // The verdict is that of the bound itself; the inversion may differ from it in its last digits.
    return z >= bound ? Math.min(p, alpha) : Math.max(p, alpha * (1 + Number.EPSILON))
  }
  return { alpha, sides, bound, bounds: design.bounds, spent: design.spent, pValue }
}

/** The information of looks at `units` so far, of `planned` units. Looks must each bring something new. */
export function informationOf(units: readonly number[], planned: number): number[] | Unavailable {
  if (!(planned > 0) || !isRising(units)) return unavailable('invalid-information')
  return units.map(count => count / planned)
}

// The bound of the present look when each side may spend the upper tail of `quantile`.
function presentBound(looks: Looks, quantile: number): number {
  const design = sequentialBounds({ ...looks, alpha: looks.sides * normal.upperTail(quantile) })
  return isUnavailable(design) ? Number.POSITIVE_INFINITY : (design.bounds.at(-1) ?? Number.POSITIVE_INFINITY)
}
