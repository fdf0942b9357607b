import * as normal from './distribution/normal.ts'
import { type Looks, sequentialBounds } from './sequential-bounds.ts'
import { advance, crossingAbove, crossingBelow, startDensity } from './sub-density.ts'
import { isUnavailable, type Unavailable, unavailable } from './unavailable.ts'

/** The chance of crossing the upper and the lower bound at each look. */
export type Crossings = { above: number[]; below: number[] }

/**
 * The chances of crossing given z bounds when z has mean drift times the square root of the information. Null is no
 * bound; one-sided designs have no lower bounds.
 */
export function crossings(
  bounds: readonly (number | null)[],
  information: readonly number[],
  sides: 1 | 2,
  drift: number,
): Crossings {
  const above: number[] = []
  const below: number[] = []
  let density = startDensity()
  for (const [k, t] of information.entries()) {
    const bound = bounds[k] ?? Number.POSITIVE_INFINITY
    const lower = sides === 2 ? -bound : Number.NEGATIVE_INFINITY
    above.push(bound < Number.POSITIVE_INFINITY ? crossingAbove(density, t, bound, drift) : 0)
    below.push(lower > Number.NEGATIVE_INFINITY ? crossingBelow(density, t, lower, drift) : 0)
    const next = information[k + 1]
    if (next !== undefined) density = advance(density, t, [lower, bound], next, drift)
  }
  return { above, below }
}

/** The power of a group sequential design at a drift: the chance to stop above by its last look. */
export function sequentialPower(looks: Looks, drift: number): number | Unavailable {
  const design = sequentialBounds(looks)
  if (isUnavailable(design)) return design
  return crossings(design.bounds, looks.information, looks.sides, drift).above.reduce((sum, chance) => sum + chance, 0)
}

/**
 * The factor by which looking early enlarges the sample a fixed design needs for the same power (Jennison & Turnbull
 * 2000, section 2.3): the squared ratio of the drifts that reach it. The last look must be at information 1.
 */
export function sequentialInflation(looks: Looks, power: number): number | Unavailable {
  if (!(power > looks.alpha && power < 1)) return unavailable('invalid-parameters')
  const design = sequentialBounds(looks)
  if (isUnavailable(design)) return design
  const fixed = normal.quantileOfUpperTail(looks.alpha / looks.sides) + normal.quantile(power)
  let low = fixed * 0.9
  let high = fixed * 3
  // The power rises with the drift; halving an interval of width 2 forty times leaves 1e-12.
  for (let round = 0; round < 40; round++) {
    const drift = (low + high) / 2
    const { above } = crossings(design.bounds, looks.information, looks.sides, drift)
    if (above.reduce((sum, chance) => sum + chance, 0) < power) low = drift
    else high = drift
  }
  return (high / fixed) ** 2
}
