/** A seeded source of random numbers: the same seed gives the same run on every machine. */
export type Random = {
  uniform: () => number
  normal: () => number
  gamma: (shape: number) => number
  binomial: (n: number, p: number) => number
}

/**
 * sfc32 (Doty-Humphrey's PractRand) with Marsaglia's polar normal, Marsaglia & Tsang's gamma, and the binomial by
 * splitting at order statistics.
 */
export function seeded(seed: number): Random {
  let [a, b, c, counter] = [seed | 0, 0x9e3779b9, 0x243f6a88, 1]
  const uniform = () => {
    const sum = (a + b + counter++) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = ((c << 21) | (c >>> 11)) + sum
    return ((sum >>> 0) + 0.5) / 4294967296
  }
  for (let i = 0; i < 20; i++) uniform()

  let spare: number | undefined
  const normal = (): number => {
    if (spare !== undefined) {
      const value = spare
      spare = undefined
      return value
    }
    for (;;) {
      const [x, y] = [2 * uniform() - 1, 2 * uniform() - 1]
      const square = x * x + y * y
      if (square >= 1 || square === 0) continue
      const scale = Math.sqrt((-2 * Math.log(square)) / square)
      spare = y * scale
      return x * scale
    }
  }

  const gamma = (shape: number): number => {
    if (shape < 1) return gamma(shape + 1) * uniform() ** (1 / shape)
    const d = shape - 1 / 3
    const scale = 1 / Math.sqrt(9 * d)
    for (;;) {
      const x = normal()
      const cube = (1 + scale * x) ** 3
      if (cube > 0 && Math.log(uniform()) < 0.5 * x * x + d - d * cube + d * Math.log(cube)) return d * cube
    }
  }

  // Exact for any n: the middle one of n uniforms is a beta variate, and tells which half p falls into (Devroye 1986,
  // X.4.4).
  const binomial = (n: number, p: number): number => {
    let count = 0
    let [units, chance] = [n, p]
    while (units > 24) {
      const middle = (units + 1) >> 1
      const [left, right] = [gamma(middle), gamma(units + 1 - middle)]
      const split = left / (left + right)
      if (split <= chance) {
        count += middle
        units -= middle
        chance = (chance - split) / (1 - split)
      } else {
        units = middle - 1
        chance /= split
      }
    }
    for (let i = 0; i < units; i++) if (uniform() < chance) count++
    return count
  }

  return { uniform, normal, gamma, binomial }
}
