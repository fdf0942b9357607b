/**
 * Gamma(a + 1/2) / Gamma(a) for a > 0, to about 1e-15: the expansion of Fields (1966), "A note on the asymptotic
 * expansion of a ratio of gamma functions", Proc. Edinburgh Math. Soc. 15, in 1 / (a - 1/4)^2, reached from below by
 * the recurrence.
 */
export function halfStepGammaRatio(a: number): number {
  let factor = 1
  let shifted = a
  for (; shifted < 25; shifted++) factor *= shifted / (shifted + 0.5)
  const center = shifted - 0.25
  const square = 1 / (center * center)
  const series = 1 + square * (1 / 64 + square * (-19 / 8192 + square * (631 / 524288 - square * (174317 / 134217728))))
  return factor * Math.sqrt(center) * series
}
