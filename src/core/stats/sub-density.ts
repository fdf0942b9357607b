import * as normal from './distribution/normal.ts'
import { gaussLegendre } from './gauss-legendre.ts'

/**
 * The density of the score (z times the square root of the information) at a look, of those runs that have crossed no
 * bound before it, times the weights of an integration rule: sums over it are integrals. `information` is that of the
 * look it was taken at.
 */
export type SubDensity = { information: number; points: Float64Array; mass: Float64Array }

/** Beyond this many standard deviations nothing is left that a double could hold. */
const FAR = 38

/** Within this many standard deviations one step is followed: exp(-300) of its peak is left there. */
const KERNEL_REACH = 24.5

const RULE = gaussLegendre(12)
const START: SubDensity = { information: 0, points: new Float64Array([0]), mass: new Float64Array([1]) }

/** The sub-density before the first look: all runs at 0. */
export function startDensity(): SubDensity {
  return START
}

/**
 * The chance that a run crosses above `bound` (on the z scale) at the look with this information, not having crossed
 * before.
 */
export function crossingAbove(before: SubDensity, information: number, bound: number, drift = 0): number {
  const step = information - before.information
  const scale = 1 / Math.sqrt(step)
  const level = bound * Math.sqrt(information) - drift * step
  let sum = 0
  for (let i = 0; i < before.points.length; i++) {
    sum += (before.mass[i] as number) * normal.upperTail((level - (before.points[i] as number)) * scale)
  }
  return sum
}

/** The chance that a run crosses below `bound`. */
export function crossingBelow(before: SubDensity, information: number, bound: number, drift = 0): number {
  return crossingAbove(mirrored(before), information, -bound, -drift)
}

/**
 * The bound above which a run crosses with the given chance, to rounding: Newton's steps on the logarithm of the
 * chance, which is concave in the bound, so that after the first step they approach from one side. Infinite when the
 * chance is 0.
 */
export function boundFor(before: SubDensity, information: number, chance: number): number {
  if (!(chance > 0)) return Number.POSITIVE_INFINITY
  const step = information - before.information
  const scale = 1 / Math.sqrt(step)
  const root = Math.sqrt(information)
  let bound = normal.quantileOfUpperTail(chance)
  for (let round = 0; round < 100; round++) {
    let tail = 0
    let slope = 0
    for (let i = 0; i < before.points.length; i++) {
      const z = (bound * root - (before.points[i] as number)) * scale
      const mass = before.mass[i] as number
      tail += mass * normal.upperTail(z)
      slope += mass * normal.density(z)
    }
    slope *= root * scale
    if (!(tail > 0) || !(slope > 0)) return bound
    const move = (Math.log(tail / chance) * tail) / slope
    bound += move
    // Newton doubles the digits: after a step of 1e-7 only rounding is left.
    if (Math.abs(move) < 1e-7) return bound
  }
  return bound
}

/**
 * One look further (Armitage, McPherson & Rowe 1969, JRSS-A 132): the sub-density at `information` between the bounds
 * `lower` and `upper`, given the information of the look after it, which decides how fine the nodes must be.
 */
export function advance(
  before: SubDensity,
  information: number,
  [lower, upper]: readonly [number, number],
  nextInformation: number,
  drift = 0,
): SubDensity {
  const step = information - before.information
  const root = Math.sqrt(information)
  const center = drift * information
  const low = Math.max(lower * root, center - FAR * root)
  const high = Math.min(upper * root, center + FAR * root)
  // Panels of 3 standard deviations of the narrower kernel: with 12 nodes each the bounds are right to about 1e-14.
  const width = 3 * Math.sqrt(Math.min(step, nextInformation - information))
  const panels = Math.max(1, Math.ceil((high - low) / width))
  const points = new Float64Array(panels * RULE.nodes.length)
  const mass = new Float64Array(points.length)
  const half = (high - low) / panels / 2
  const scale = 1 / Math.sqrt(step)
  const height = (half * scale) / Math.sqrt(2 * Math.PI)
  // Points rise, so the stretch of earlier points within reach of the kernel moves along with them.
  const reach = KERNEL_REACH / scale
  // Without drift and between opposite bounds the sub-density is even: half of it is enough.
  const even = drift === 0 && lower === -upper
  const computed = even ? points.length / 2 : points.length
  let first = 0
  for (let i = 0; i < computed; i++) {
    const node = i % RULE.nodes.length
    const point = low + half * (2 * Math.floor(i / RULE.nodes.length) + 1 + (RULE.nodes[node] as number))
    const start = point - drift * step
    while (first < before.points.length && (before.points[first] as number) < start - reach) first++
    let sum = 0
    for (let j = first; j < before.points.length; j++) {
      const z = (start - (before.points[j] as number)) * scale
      if (z < -KERNEL_REACH) break
      sum += (before.mass[j] as number) * Math.exp(-0.5 * z * z)
    }
    points[i] = point
    mass[i] = sum * height * (RULE.weights[node] as number)
    if (even) {
      points[points.length - 1 - i] = -point
      mass[points.length - 1 - i] = mass[i] as number
    }
  }
  return { information, points, mass }
}

function mirrored(density: SubDensity): SubDensity {
  return { ...density, points: density.points.map(point => -point) }
}
