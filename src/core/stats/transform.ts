import { packed, type Summary } from './summary.ts'

/**
 * The summary of linear combinations of the columns: column i becomes offset[i] + the sum of matrix[i][j] times column
 * j. A row of zeros makes a constant column.
 */
export function transform(
  summary: Summary,
  matrix: readonly (readonly number[])[],
  offset: readonly number[] = matrix.map(() => 0),
): Summary {
  const comoments: number[] = []
  for (const [i, a] of matrix.entries()) {
    for (const b of matrix.slice(0, i + 1)) {
      let sum = 0
      for (const [k, factor] of a.entries()) {
        if (factor === 0) continue
        for (const [l, other] of b.entries()) {
          if (other !== 0) sum += factor * other * (summary.comoments[packed(k, l)] ?? Number.NaN)
        }
      }
      comoments.push(sum)
    }
  }
  const means = matrix.map((row, i) =>
    row.reduce(
      (sum, factor, j) => (factor === 0 ? sum : sum + factor * (summary.means[j] ?? Number.NaN)),
      offset[i] ?? 0,
    ),
  )
  return { n: summary.n, means, comoments }
}
