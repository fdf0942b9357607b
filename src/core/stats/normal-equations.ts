/**
 * Solves a x = b for a symmetric, positive semi-definite `a` by Cholesky's decomposition. A column that adds nothing to
 * those before it (its rest is below 1e-12 of its own size) gets 0.
 */
export function solveSymmetric(a: readonly (readonly number[])[], b: readonly number[]): number[] {
  const size = b.length
  const lower: number[][] = []
  const y: number[] = []
  const used: boolean[] = []
  for (let i = 0; i < size; i++) {
    const row: number[] = []
    for (let j = 0; j < i; j++) {
      let sum = a[i]?.[j] ?? Number.NaN
      for (let k = 0; k < j; k++) sum -= (row[k] ?? 0) * (lower[j]?.[k] ?? 0)
      row.push(used[j] ? sum / (lower[j]?.[j] ?? 1) : 0)
    }
    const diagonal = a[i]?.[i] ?? Number.NaN
    const rest = row.reduce((sum, value) => sum - value * value, diagonal)
    used.push(!(rest <= 1e-12 * diagonal))
    row.push(Math.sqrt(Math.max(rest, 0)))
    lower.push(row)
    const right = row.slice(0, i).reduce((sum, value, k) => sum - value * (y[k] ?? 0), b[i] ?? Number.NaN)
    y.push(used[i] ? right / (row[i] ?? 1) : 0)
  }
  const x: number[] = new Array(size).fill(0)
  for (let i = size - 1; i >= 0; i--) {
    if (!used[i]) continue
    let sum = y[i] ?? 0
    for (let k = i + 1; k < size; k++) sum -= (lower[k]?.[i] ?? 0) * (x[k] ?? 0)
    x[i] = sum / (lower[i]?.[i] ?? 1)
  }
  return x
}
