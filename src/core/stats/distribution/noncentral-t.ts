import { gaussLegendre } from '../gauss-legendre.ts'
import * as normal from './normal.ts'
import { stirlingError } from './stirling-error.ts'

const RULE = gaussLegendre(80)

/**
 * P(T > t) of the noncentral t distribution, to about 1e-12 absolute for df >= 2: the normal tail averaged over the
 * density of s = sqrt(chi-squared / df) (Johnson, Kotz & Balakrishnan, Continuous Univariate Distributions 2, eq.
 * 31.11).
 */
export function upperTail(t: number, df: number, noncentrality: number): number {
  // Ten standard deviations of s to each side hold all of it but 1e-20.
  const reach = 10 / Math.sqrt(2 * df)
  const low = Math.max(0, 1 - reach)
  const half = (1 + reach - low) / 2
  // The density at 1 is sqrt(df / pi) up to Stirling's error of Gamma(df / 2).
  const height = Math.sqrt(df / Math.PI) * Math.exp(-stirlingError(df / 2))
  let sum = 0
  for (const [i, node] of RULE.nodes.entries()) {
    const s = low + half * (1 + node)
    const density = (height / s) * Math.exp(df * (Math.log(s) - ((s - 1) * (s + 1)) / 2))
    sum += (RULE.weights[i] as number) * density * normal.upperTail(t * s - noncentrality)
  }
  return sum * half
}
