import { type Spending, spentAlpha } from './spending.ts'
import { advance, boundFor, startDensity } from './sub-density.ts'
import { type Unavailable, unavailable } from './unavailable.ts'

/**
 * A plan of looks: `information` rises, 1 is the planned end; past it all alpha is spent. `sides` 2 spends half of
 * alpha on each.
 */
export type Looks = { alpha: number; sides: 1 | 2; spending: Spending; information: readonly number[] }

/** The z bound of each look, null where no alpha is left to spend, and the alpha spent by then on all sides. */
export type Bounds = { bounds: (number | null)[]; spent: number[] }

/**
 * Group sequential bounds by alpha spending (Lan & DeMets 1983), for looks at any unequal times, each bound depending
 * only on the looks up to it. Information may run past 1: what was spent stays spent, and the look that passes 1 spends
 * the rest.
 */
export function sequentialBounds(looks: Looks): Bounds | Unavailable {
  const { alpha, sides, spending, information } = looks
  if (!(alpha > 0 && alpha < 1)) return unavailable('invalid-alpha')
  if (typeof spending === 'object' && !(spending.power > 0)) return unavailable('invalid-parameters')
  if (!isRising(information)) return unavailable('invalid-information')
  const bounds: (number | null)[] = []
  const spent: number[] = []
  let density = startDensity()
  let before = 0
  for (const [k, t] of information.entries()) {
    const now = spentAlpha(spending, alpha / sides, t)
    const bound = boundFor(density, t, now - before)
    bounds.push(Number.isFinite(bound) ? bound : null)
    spent.push(now * sides)
    const next = information[k + 1]
    if (next === undefined) break
    density = advance(density, t, [sides === 2 ? -bound : Number.NEGATIVE_INFINITY, bound], next)
    before = now
  }
  return { bounds, spent }
}

/**
 * Whether looks come one after the other, with something new at each: at least a millionth of what there is, less is
 * not a look.
 */
export function isRising(information: readonly number[]): boolean {
  return (
    information.length > 0 &&
    information.every((t, k) => Number.isFinite(t) && t > 0 && t - (information[k - 1] ?? 0) >= 1e-6 * t)
  )
}
