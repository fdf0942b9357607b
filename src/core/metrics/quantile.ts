/**
 * The linearly interpolated quantile of values in any order (type 7 of Hyndman & Fan 1996: the default of R, numpy and
 * DuckDB's quantile_cont). Null when there are no values.
 */
export function quantile(values: readonly number[], q: number): number | null {
  const sorted = values.toSorted((a, b) => a - b)
  const rank = (sorted.length - 1) * q
  const below = sorted[Math.floor(rank)]
  const above = sorted[Math.ceil(rank)]
  if (below === undefined || above === undefined) return null
  return below + (above - below) * (rank - Math.floor(rank))
}
