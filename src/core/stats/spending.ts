import * as normal from './distribution/normal.ts'

/** How alpha is spent over the information: late (O'Brien-Fleming-type), evenly (Pocock-type), or as a power of it. */
export type Spending = 'obrien-fleming' | 'pocock' | { power: number }

/**
 * The alpha of one side spent by information t, all of it at t >= 1: Lan & DeMets (1983), Biometrika 70, eqs. 2 and 3;
 * the power family is Kim & DeMets (1987), Biometrika 74.
 */
export function spentAlpha(spending: Spending, alpha: number, t: number): number {
  if (t >= 1) return alpha
  if (spending === 'obrien-fleming') return 2 * normal.upperTail(normal.quantileOfUpperTail(alpha / 2) / Math.sqrt(t))
  if (spending === 'pocock') return alpha * Math.log1p((Math.E - 1) * t)
  return alpha * t ** spending.power
}
