/** A rising function known at Chebyshev points of the logarithm of its argument. */
type Table = readonly { at: number; log: number; value: number }[]

/** The quantiles of the alpha of one side between which bounds are tabulated: 96 % of both sides, 1e-15, and 1e-300. */
const START = 0.05
const MIDDLE = 8
const END = 37

/** Bounds further out than this are never met: no double holds their tail. */
const BOUND_MAX = 37

const SIZE = 48

/**
 * Inverts the bound of a look: given `boundAt`, the bound when each side may spend the normal upper tail of its
 * argument, answers which argument has the bound z. The bound is a smooth, rising function of it, so it is computed
 * once at `SIZE` points, on first use, and read from the polynomial through them, to about 1e-10 absolute; -Infinity
 * below the table, and its end beyond it.
 */
export function boundInverse(boundAt: (quantile: number) => number): (z: number) => number {
  let central: Table | undefined
  let outer: Table | undefined
  return z => {
    central ??= tabulate(boundAt, START, reachOf(boundAt, MIDDLE))
    const [first, last] = [central.at(0), central.at(-1)]
    if (first === undefined || last === undefined || !(z > first.value)) return Number.NEGATIVE_INFINITY
    if (z <= last.value) return argumentOf(central, z)
    outer ??= last.at < MIDDLE ? [] : tabulate(boundAt, MIDDLE, reachOf(boundAt, END))
    const end = outer.at(-1)
    if (end === undefined) return last.at
    return z <= end.value ? argumentOf(outer, z) : end.at
  }
}

// How far out, up to `end`, bounds can still be met.
function reachOf(boundAt: (quantile: number) => number, end: number): number {
  if (boundAt(end) <= BOUND_MAX) return end
  let [low, high] = [START, end]
  for (let round = 0; round < 20; round++) {
    const middle = (low + high) / 2
    if (boundAt(middle) <= BOUND_MAX) low = middle
    else high = middle
  }
  return low
}

// Nothing where not even the start can be met.
function tabulate(boundAt: (quantile: number) => number, start: number, end: number): Table {
  const half = Math.log(end / start) / 2
  if (!(half > 1e-3)) return []
  return Array.from({ length: SIZE }, (_, i) => {
    const at = i === SIZE - 1 ? end : start * Math.exp(half * (1 - Math.cos((Math.PI * i) / (SIZE - 1))))
    return { at, log: Math.log(at), value: boundAt(at) }
  })
}

// Where the interpolated function has a value, by the method of Illinois.
function argumentOf(table: Table, value: number): number {
  let low = table.at(0)?.at ?? Number.NaN
  let high = table.at(-1)?.at ?? Number.NaN
  let below = interpolated(table, low) - value
  let above = interpolated(table, high) - value
  for (let round = 0; round < 100 && high - low > 1e-13 * high; round++) {
    const middle = (low * above - high * below) / (above - below)
    const rest = interpolated(table, middle) - value
    if (Math.abs(rest) < 1e-13 * value) return middle
    if (rest > 0) {
      high = middle
      above = rest
      below /= 2
    } else {
      low = middle
      below = rest
      above /= 2
    }
  }
  return (low + high) / 2
}

// The barycentric formula at Chebyshev points of the second kind (Berrut & Trefethen 2004, SIAM Review 46, eq. 5.4).
function interpolated(table: Table, x: number): number {
  const logX = Math.log(x)
  let numerator = 0
  let denominator = 0
  let sign = 1
  for (let i = 0; i < table.length; i++) {
    const { log, value } = table[i] as Table[number]
    if (logX === log) return value
    const weight = (i === 0 || i === SIZE - 1 ? sign / 2 : sign) / (logX - log)
    numerator += weight * value
    denominator += weight
    sign = -sign
  }
  return numerator / denominator
}
