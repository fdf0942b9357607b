import * as normal from './distribution/normal.ts'
import { type Looks, sequentialBounds } from './sequential-bounds.ts'
import { advance, crossingAbove, crossingBelow, type SubDensity, startDensity } from './sub-density.ts'
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
  const missing = shortfallOf(design.bounds, looks, power)
  let low = { drift: fixed * 0.9, missing: missing(fixed * 0.9) }
  let high = { drift: fixed * 3, missing: missing(fixed * 3) }
  // Regula falsi with the Illinois rule (Dowell & Jarratt 1971): the power rises with the drift.
  for (let round = 0; round < 60 && high.drift - low.drift > 1e-12 * fixed; round++) {
    const share = low.missing / (low.missing - high.missing)
    const drift = low.drift + share * (high.drift - low.drift)
    const found = missing(drift)
    if (Math.abs(found) < 1e-14) return (drift / fixed) ** 2
    if (found > 0) {
      low = { drift, missing: found }
      high = { ...high, missing: high.missing / 2 }
    } else {
      high = { drift, missing: found }
      low = { ...low, missing: low.missing / 2 }
    }
  }
  return (high.drift / fixed) ** 2
}

/**
 * How much of the power is missing at a drift. The sub-densities are computed once, without drift: with one, the density of a
 * score s at information t is exp(drift s - drift^2 t / 2) times as large.
 */
function shortfallOf(
  bounds: readonly (number | null)[],
  { information, sides }: Looks,
  power: number,
): (drift: number) => number {
  const densities: SubDensity[] = [startDensity()]
  for (const [k, t] of information.entries()) {
    const next = information[k + 1]
    const bound = bounds[k] ?? Number.POSITIVE_INFINITY
    const lower = sides === 2 ? -bound : Number.NEGATIVE_INFINITY
    const density = densities[k]
    if (next !== undefined && density !== undefined) densities.push(advance(density, t, [lower, bound], next))
  }
  return drift => {
    let reached = 0
    for (const [k, t] of information.entries()) {
      const bound = bounds[k] ?? Number.POSITIVE_INFINITY
      const density = densities[k]
      if (bound < Number.POSITIVE_INFINITY && density !== undefined)
        reached += crossingAbove(drifting(density, drift), t, bound, drift)
    }
    return power - reached
  }
}

function drifting({ information, points, mass }: SubDensity, drift: number): SubDensity {
  const tilted = mass.map((share, i) => share * Math.exp(drift * ((points[i] as number) - (drift * information) / 2)))
  return { information, points, mass: tilted }
}
