import { normal, seeded } from '../../src/demo/random.ts'

/** Draws counts; the same seed gives the same counts. */
export type Draw = {
  uniform(): number
  normal(): number
  poisson(mean: number): number
  binomial(n: number, p: number): number
}

export function drawing(seed: number): Draw {
  const uniform = seeded(seed)
  const gaussian = () => normal(uniform)
  return {
    uniform,
    normal: gaussian,
    poisson(mean) {
      if (mean > 40) return Math.max(0, Math.round(mean + Math.sqrt(mean) * gaussian()))
      const limit = Math.exp(-mean)
      let count = -1
      for (let product = 1; product > limit || count < 0; count += 1) product *= uniform()
      return count
    },
    binomial(n, p) {
      if (p <= 0 || n <= 0) return 0
      if (p >= 1) return n
      const variance = n * p * (1 - p)
      if (variance > 30) return Math.min(n, Math.max(0, Math.round(n * p + Math.sqrt(variance) * gaussian())))
      let count = 0
      if (n * Math.min(p, 1 - p) < 5 && n > 20) {
        // Skips from one success to the next.
        const rare = Math.min(p, 1 - p)
        const skip = () => Math.floor(Math.log(1 - uniform()) / Math.log1p(-rare))
        for (let trial = skip(); trial < n; trial += 1 + skip()) count += 1
        return p <= 0.5 ? count : n - count
      }
      for (let trial = 0; trial < n; trial += 1) if (uniform() < p) count += 1
      return count
    },
  }
}
