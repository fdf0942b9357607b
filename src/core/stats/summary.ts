/**
 * The sufficient statistics of one arm: how many units, the mean of each column, and the centred sums of products
 * of each pair of columns as a packed lower triangle, row by row (`[yy]`, `[yy, xy, xx]`, ...).
 *
 * Columns stand in a fixed order: `[y]` or `[y, x]` for means and proportions (x before the experiment),
 * `[y, z]` or `[y, z, yPre, zPre]` for ratios of y over z.
 */
export type Summary = { n: number; means: readonly number[]; comoments: readonly number[] }

/** Sums as they are written by hand or by SQL: `products` is the packed lower triangle of the raw sums of products. */
export type Sums = { n: number; sums: readonly number[]; products: readonly number[] }

/** The relative size below which a centred sum of squares taken from raw sums is only their rounding. */
const ROUNDING = 8 * Number.EPSILON

/** The place of the pair of columns `i` and `j` in a packed lower triangle. */
export function packed(i: number, j: number): number {
  return i >= j ? (i * (i + 1)) / 2 + j : (j * (j + 1)) / 2 + i
}

/** The summary of no units over `width` columns: the identity of `merge`. */
export function empty(width: number): Summary {
  return { n: 0, means: new Array(width).fill(0), comoments: new Array((width * (width + 1)) / 2).fill(0) }
}

/**
 * Summarizes rows of equal width, one row per unit, in two passes with the correction of Chan, Golub & LeVeque (1983),
 * "Algorithms for computing the sample variance", eq. 1.7: values around 1e9 keep their variance.
 */
export function summarize(rows: readonly (readonly number[])[], width: number = rows[0]?.length ?? 1): Summary {
  const n = rows.length
  if (n === 0) return empty(width)
  const means: number[] = new Array(width).fill(0)
  for (const row of rows) for (let i = 0; i < width; i++) means[i] = at(means, i) + at(row, i) / n
  const drift: number[] = new Array(width).fill(0)
  const comoments: number[] = new Array((width * (width + 1)) / 2).fill(0)
  for (const row of rows) {
    for (let i = 0, k = 0; i < width; i++) {
      const deviation = at(row, i) - at(means, i)
      drift[i] = at(drift, i) + deviation
      for (let j = 0; j <= i; j++, k++) comoments[k] = at(comoments, k) + deviation * (at(row, j) - at(means, j))
    }
  }
  for (let i = 0, k = 0; i < width; i++) {
    for (let j = 0; j <= i; j++, k++) comoments[k] = at(comoments, k) - (at(drift, i) * at(drift, j)) / n
  }
  return { n, means: means.map((mean, i) => mean + at(drift, i) / n), comoments }
}

/**
 * Joins the summaries of two disjoint sets of units without cancellation: Chan, Golub & LeVeque (1983) eq. 2.1,
 * for co-moments Pébay (2008), SAND2008-6212, eq. 3.11. Associative and commutative within rounding.
 */
export function merge(a: Summary, b: Summary): Summary {
  if (a.n === 0) return b
  if (b.n === 0) return a
  const n = a.n + b.n
  const shift = a.means.map((mean, i) => at(b.means, i) - mean)
  const weight = (a.n / n) * b.n
  const comoments: number[] = []
  for (let i = 0, k = 0; i < shift.length; i++) {
    for (let j = 0; j <= i; j++, k++) {
      comoments.push(at(a.comoments, k) + at(b.comoments, k) + at(shift, i) * at(shift, j) * weight)
    }
  }
  return { n, means: a.means.map((mean, i) => mean + at(shift, i) * (b.n / n)), comoments }
}

/**
 * A summary from raw sums. As exact as the sums themselves: when the mean is far larger than the spread they have lost
 * it already, and a spread that is only their rounding is returned as 0. Sums that no values can have stay negative.
 */
export function fromSums({ n, sums, products }: Sums): Summary {
  if (n === 0) return empty(sums.length)
  const comoments: number[] = []
  for (let i = 0, k = 0; i < sums.length; i++) {
    for (let j = 0; j <= i; j++, k++) {
      const product = at(products, k)
      const rest = product - (at(sums, i) / n) * at(sums, j)
      comoments.push(i === j && Math.abs(rest) <= ROUNDING * Math.abs(product) ? 0 : rest)
    }
  }
  return { n, means: sums.map(sum => sum / n), comoments }
}

/** The raw sums a summary stands for, the inverse of `fromSums` within rounding. */
export function toSums({ n, means, comoments }: Summary): Sums {
  const products: number[] = []
  for (let i = 0, k = 0; i < means.length; i++) {
    for (let j = 0; j <= i; j++, k++) products.push(at(comoments, k) + n * at(means, i) * at(means, j))
  }
  return { n, sums: means.map(mean => mean * n), products }
}

/** The sample covariance (n - 1) of columns `i` and `j`; needs two units. */
export function covariance(summary: Summary, i: number, j: number): number {
  return at(summary.comoments, packed(i, j)) / (summary.n - 1)
}

/** The sample variance (n - 1) of column `i`; needs two units. */
export function variance(summary: Summary, i = 0): number {
  return covariance(summary, i, i)
}

// A missing column is the mistake of the caller; NaN carries it to the estimate, which answers `not-finite`.
function at(values: readonly number[], index: number): number {
  return values[index] ?? Number.NaN
}
