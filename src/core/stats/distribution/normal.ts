/** The density of the standard normal distribution. */
export function density(x: number): number {
  return Math.exp(-0.5 * x * x) / Math.sqrt(2 * Math.PI)
}

/**
 * P(Z > x), right to about 1e-15 relative down to 1e-300 and beyond: Cody (1969), "Rational Chebyshev approximations
 * for the error function", Math. Comp. 23, with the coefficients of his ANORM.
 */
export function upperTail(x: number): number {
  if (x < 0) return 1 - upperTail(-x)
  if (x <= CENTRAL) return 0.5 - central(x)
  if (x > VANISHES) return 0
  // Splitting x keeps the exponent exact: x^2 = head^2 + (x - head)(x + head).
  const head = Math.trunc(x * 16) / 16
  return Math.exp(-0.5 * head * head) * Math.exp(-0.5 * (x - head) * (x + head)) * scaledUpperTail(x)
}

/** P(Z <= x), right in the lower tail as `upperTail` is in the upper. */
export function lowerTail(x: number): number {
  return upperTail(-x)
}

/** P(Z > x) exp(x^2 / 2) for x >= 0: Mills' ratio over sqrt(2 pi). It neither overflows nor vanishes. */
export function scaledUpperTail(x: number): number {
  if (x <= CENTRAL) return (0.5 - central(x)) * Math.exp(0.5 * x * x)
  if (x <= 5.656854249492381) return fraction(x, C, D)
  const square = 1 / (x * x)
  return (1 / Math.sqrt(2 * Math.PI) - square * fraction(square, P, Q)) / x
}

/** The x with P(Z > x) = p: Wichura (1988), algorithm AS 241, PPND16, about 1e-16; infinite at 0 and 1. */
export function quantileOfUpperTail(p: number): number {
  const q = 0.5 - p
  if (Math.abs(q) <= 0.425) return q * fraction(0.180625 - q * q, WICHURA_A, WICHURA_B)
  // For p above a half the complement is exact enough: 1 - p has an absolute error of half a unit in the last place of
  // 1.
  const tail = q < 0 ? 1 - p : p
  const r = Math.sqrt(-Math.log(tail))
  if (r === Number.POSITIVE_INFINITY) return q < 0 ? -r : r
  const x = r <= 5 ? fraction(r - 1.6, WICHURA_C, WICHURA_D) : fraction(r - 5, WICHURA_E, WICHURA_F)
  return q < 0 ? -x : x
}

/** The x with P(Z <= x) = p. */
export function quantile(p: number): number {
  return -quantileOfUpperTail(p)
}

const CENTRAL = 0.67448975

// Where the tail is less than half of the smallest double.
const VANISHES = 38.6

// P(0 < Z <= x) for small x.
function central(x: number): number {
  return x * fraction(x * x, A, B)
}

// A ratio of polynomials, highest power first.
function fraction(x: number, numerator: readonly number[], denominator: readonly number[]): number {
  return polynomial(x, numerator) / polynomial(x, denominator)
}

function polynomial(x: number, coefficients: readonly number[]): number {
  let value = 0
  for (const coefficient of coefficients) value = value * x + coefficient
  return value
}

const A = [0.06568233791820745, 2.2352520354606837, 161.02823106855587, 1067.6894854603709, 18154.98125334356]
const B = [1, 47.202581904688245, 976.0985517377767, 10260.932208618979, 45507.78933502673]
const C = [
  1.0765576773720192e-8, 0.39894151208813466, 8.883149794388377, 93.50665613217785, 597.2702763948002,
  2494.5375852903726, 6848.190450536283, 11602.65143764735, 9842.714838383978,
]
const D = [
  1, 22.266688044328117, 235.387901782625, 1519.3775994075547, 6485.558298266761, 18615.571640885097, 34900.95272114598,
  38912.00328609327, 19685.429676859992,
]
const P = [
  0.023073441764940174, 0.215898534057957, 0.12740116116024736, 0.022235277870649807, 0.0014216191932278934,
  2.9112874951168793e-5,
]
const Q = [1, 1.284260096144911, 0.4682382124808651, 0.06598813786892856, 0.0037823963320275824, 7.297515550839662e-5]

const WICHURA_A = [
  2509.0809287301227, 33430.57558358813, 67265.7709270087, 45921.95393154987, 13731.69376550946, 1971.5909503065513,
  133.14166789178438, 3.3871328727963665,
]
const WICHURA_B = [
  5226.495278852854, 28729.085735721943, 39307.89580009271, 21213.794301586597, 5394.196021424751, 687.1870074920579,
  42.31333070160091, 1,
]
const WICHURA_C = [
  0.0007745450142783414, 0.022723844989269184, 0.2417807251774506, 1.2704582524523684, 3.6478483247632045,
  5.769497221460691, 4.630337846156546, 1.4234371107496835,
]
const WICHURA_D = [
  1.0507500716444169e-9, 0.0005475938084995345, 0.015198666563616457, 0.14810397642748008, 0.6897673349851,
  1.6763848301838038, 2.053191626637759, 1,
]
const WICHURA_E = [
  2.0103343992922881e-7, 2.7115555687434876e-5, 0.0012426609473880784, 0.026532189526576124, 0.29656057182850487,
  1.7848265399172913, 5.463784911164114, 6.657904643501103,
]
const WICHURA_F = [
  2.0442631033899397e-15, 1.421511758316446e-7, 1.8463183175100548e-5, 0.0007868691311456133, 0.014875361290850615,
  0.1369298809227358, 0.599832206555888, 1,
]
