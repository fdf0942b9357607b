import * as chiSquared from './distribution/chi-squared.ts'
import { type Unavailable, unavailable } from './unavailable.ts'

/**
 * Pearson's chi-squared test that two assignments are independent, from how many units have each pair of variants
 * (rows: one experiment, columns: the other). Without independence no interaction can be read from them.
 */
export function independence(
  counts: readonly (readonly number[])[],
): { chi2: number; df: number; p: number } | Unavailable {
  const width = counts[0]?.length ?? 0
  const whole = counts.every(
    row => row.length === width && row.every(count => Number.isSafeInteger(count) && count >= 0),
  )
  if (counts.length < 2 || width < 2 || !whole) return unavailable('invalid-counts')
  const rows = counts.map(row => row.reduce((sum, count) => sum + count, 0))
  const columns = Array.from({ length: width }, (_, j) => counts.reduce((sum, row) => sum + (row[j] ?? 0), 0))
  if (rows.some(sum => sum === 0) || columns.some(sum => sum === 0)) return unavailable('empty-arm')
  const total = rows.reduce((sum, row) => sum + row, 0)
  let chi2 = 0
  for (const [i, row] of counts.entries()) {
    for (const [j, count] of row.entries()) {
      const expected = ((rows[i] ?? 0) / total) * (columns[j] ?? 0)
      chi2 += (count - expected) ** 2 / expected
    }
  }
  const df = (counts.length - 1) * (width - 1)
  return { chi2, df, p: chiSquared.upperTail(chi2, df) }
}
