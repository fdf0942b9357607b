/**
 * (1 + u) ln(1 + u) - u for u > -1 (1 at -1), the unit of every deviance, without cancellation near 0.
 */
export function unitDeviance(u: number): number {
  if (u === -1) return 1
  if (Math.abs(u) > 0.1) return (1 + u) * Math.log1p(u) - u
  // Loader (2000): with v = u / (2 + u), ln(1 + u) = 2 (v + v^3/3 + v^5/5 + ...), so that the leading terms cancel by
  // hand.
  const v = u / (2 + u)
  const square = v * v
  let sum = u * v
  let power = 2 * (1 + u) * v * square
  for (let odd = 3; odd < 60; odd += 2) {
    const next = sum + power / odd
    if (next === sum) break
    sum = next
    power *= square
  }
  return sum
}

/** x ln(x / mean) + mean - x for x >= 0 and mean > 0: Loader's bd0. */
export function deviance(x: number, mean: number): number {
  return mean * unitDeviance((x - mean) / mean)
}
