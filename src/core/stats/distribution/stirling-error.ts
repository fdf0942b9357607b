/**
 * ln Gamma(x + 1) minus Stirling's ln(sqrt(2 pi x) (x / e)^x), for x > 0, to about 1e-16 absolute: Loader (2000), "Fast
 * and accurate computation of binomial probabilities". Densities written with it never subtract large logarithms of
 * gamma functions.
 */
export function stirlingError(x: number): number {
  let recurrence = 0
  let shifted = x
  // delta(x) = delta(x + 1) + (x + 1/2) ln(1 + 1/x) - 1, up to where the series serves.
  for (; shifted < 16; shifted++) recurrence += (shifted + 0.5) * Math.log1p(1 / shifted) - 1
  const square = 1 / (shifted * shifted)
  const series =
    1 / 12 -
    square * (1 / 360 - square * (1 / 1260 - square * (1 / 1680 - square * (1 / 1188 - square * (691 / 360360)))))
  return recurrence + series / shifted
}
