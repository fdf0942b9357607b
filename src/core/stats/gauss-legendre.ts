/** Nodes and weights that integrate over [-1, 1], exactly for polynomials up to twice their number. */
export type Rule = { nodes: readonly number[]; weights: readonly number[] }

/**
 * The Gauss-Legendre rule of `size` nodes: roots of the Legendre polynomial by Newton's method (Numerical Recipes 4.5).
 */
export function gaussLegendre(size: number): Rule {
  const nodes: number[] = []
  const weights: number[] = []
  for (let i = 0; i < size; i++) {
    let x = -Math.cos((Math.PI * (i + 0.75)) / (size + 0.5))
    let slope = 1
    for (let step = 0; step < 20; step++) {
      let last = 1
      let value = x
      for (let k = 2; k <= size; k++) {
        const next = ((2 * k - 1) * x * value - (k - 1) * last) / k
        last = value
        value = next
      }
      slope = (size * (x * value - last)) / (x * x - 1)
      const move = value / slope
      x -= move
      if (Math.abs(move) < 1e-16) break
    }
    nodes.push(x)
    weights.push(2 / ((1 - x * x) * slope * slope))
  }
  return { nodes, weights }
}
