import { checkedEstimate, type Estimate } from './estimate.ts'
import { ratioEstimate } from './ratio.ts'
import type { Summary } from './summary.ts'
import { isUnavailable, type Unavailable, unavailable } from './unavailable.ts'

/** The normal quantile of 95 %, which sets how far apart the order statistics are taken. */
export const ORDER_Z = 1.959963984540054

/** A quantile of n values with the values at the lower and the upper level of `quantileLevels`. */
export type QuantileOrder = { n: number; value: number; lower: number; upper: number }

/**
 * The levels q -+ z sqrt(q (1 - q) / n) whose order statistics span the quantile (Deng, Knoblich & Lu 2018, KDD).
 * Refused while a level would leave the data: n <= z^2 q / (1 - q) or n <= z^2 (1 - q) / q.
 */
export function quantileLevels(n: number, q: number): { lower: number; upper: number } | Unavailable {
  if (!(q > 0 && q < 1)) return unavailable('invalid-parameters')
  if (n === 0) return unavailable('empty-arm')
  if (!(n > ORDER_Z * ORDER_Z * Math.max(q / (1 - q), (1 - q) / q))) return unavailable('too-few-units')
  const reach = ORDER_Z * Math.sqrt((q * (1 - q)) / n)
  return { lower: q - reach, upper: q + reach }
}

/**
 * The quantile and its order statistics of a list of values, interpolated as by numpy, R (type 7) and SQL's
 * quantile_cont.
 */
export function quantileOrder(values: readonly number[], q: number): QuantileOrder | Unavailable {
  const levels = quantileLevels(values.length, q)
  if (isUnavailable(levels)) return levels
  const sorted = Float64Array.from(values).sort()
  return {
    n: values.length,
    value: interpolated(sorted, q),
    lower: interpolated(sorted, levels.lower),
    upper: interpolated(sorted, levels.upper),
  }
}

/** A quantile of one value per unit, with standard error (Y_U - Y_L) / (2 z). */
export function quantileEstimate(order: QuantileOrder | Unavailable): Estimate | Unavailable {
  if (isUnavailable(order)) return order
  const se = (order.upper - order.lower) / (2 * ORDER_Z)
  if (se < 0) return unavailable('impossible-sums')
  return checkedEstimate(order.value, se * se * order.n, order.n)
}

/**
 * A quantile of many values per unit, such as latency per request. `clusters` summarizes the units: `[y, z]` with y the
 * number of values of the unit not above the quantile, z its number of values. The variance of independent values is
 * multiplied by Var_cluster(1{Y <= q}) over q (1 - q) / n.
 */
export function clusteredQuantileEstimate(
  order: QuantileOrder | Unavailable,
  q: number,
  clusters: Summary,
): Estimate | Unavailable {
  const independent = quantileEstimate(order)
  if (isUnavailable(independent)) return independent
  const share = ratioEstimate(clusters)
  if (isUnavailable(share)) return share
  const inflation = share.variance / ((q * (1 - q)) / independent.n)
  return { value: independent.value, variance: independent.variance * inflation, n: clusters.n, df: clusters.n - 1 }
}

function interpolated(sorted: Float64Array, level: number): number {
  const place = (sorted.length - 1) * Math.min(1, Math.max(0, level))
  const below = Math.floor(place)
  const low = sorted[below] ?? Number.NaN
  const high = sorted[below + 1] ?? low
  return low + (place - below) * (high - low)
}
