import { type Unavailable, unavailable } from './unavailable.ts'

/**
 * How many of the significant improvements are none: (alpha/2)(1 - s) / ((alpha/2)(1 - s) + power s), where s is the
 * share of experiments whose treatment truly is better (Kohavi, Deng & Vermeer 2022, KDD, eq. 2).
 */
export function falsePositiveRisk(successRate: number, alpha = 0.05, power = 0.8): number | Unavailable {
  if (!(alpha > 0 && alpha < 1)) return unavailable('invalid-alpha')
  if (!(successRate >= 0 && successRate <= 1 && power > 0 && power <= 1)) return unavailable('invalid-parameters')
  const falseAlarms = (alpha / 2) * (1 - successRate)
  return falseAlarms / (falseAlarms + power * successRate)
}
