import { quantileLevels } from '../stats/quantile.ts'
import { isUnavailable } from '../stats/unavailable.ts'
import type { ArmOrder } from './plan.ts'
import { quantile } from './quantile.ts'

/** The quantile of some values and its order statistics; undefined when there are no values. */
export function orderOf(values: readonly number[], q: number): ArmOrder | undefined {
  const value = quantile(values, q)
  if (value === null) return undefined
  const levels = quantileLevels(values.length, q)
  if (isUnavailable(levels)) return { q, n: values.length, value, lower: null, upper: null }
  const at = (level: number) => quantile(values, Math.min(1, Math.max(0, level)))
  return { q, n: values.length, value, lower: at(levels.lower), upper: at(levels.upper) }
}

/** What the values of one unit say about a quantile: how many are not above it, and how many there are. */
export function clusterOf(values: readonly number[], value: number): [y: number, z: number] {
  return [values.filter(one => one <= value).length, values.length]
}
