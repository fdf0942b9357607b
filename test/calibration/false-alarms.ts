import { contrast } from '../../src/core/stats/contrast.ts'
import { cuped } from '../../src/core/stats/cuped.ts'
import { meanEstimate } from '../../src/core/stats/estimate.ts'
import type { Inference } from '../../src/core/stats/inference.ts'
import { quantileEstimate, quantileOrder } from '../../src/core/stats/quantile.ts'
import { linearizeRatio, ratioEstimate } from '../../src/core/stats/ratio.ts'
import { simultaneousTests } from '../../src/core/stats/simultaneous.ts'
import { type Summary, summarize } from '../../src/core/stats/summary.ts'
import { isUnavailable, type Unavailable } from '../../src/core/stats/unavailable.ts'
import { studentTest, welch } from '../../src/core/stats/welch.ts'
import type { Population } from './population.ts'
import type { Random } from './random.ts'
import type { Outcome } from './trial.ts'

/**
 * A/A experiments of one population: how often Welch rejects, how often its interval holds the true difference, and how
 * often Fieller's verdict is not the same (`disagreements`, which must be 0). No result counts as no rejection.
 */
export function aa(
  random: Random,
  population: Population,
  n: readonly [number, number],
  trials: number,
): { alarms: Outcome; disagreements: number } {
  let [hits, disagreements] = [0, 0]
  for (let trial = 0; trial < trials; trial++) {
    const control = population.estimate(population.sample(random, n[0]))
    const inference = welch(control, population.estimate(population.sample(random, n[1])))
    if (isUnavailable(inference)) continue
    const rejected = inference.p < 0.05
    if (rejected) hits++
    if (excludes(inference.ci) !== rejected) disagreements++
    if (!isUnavailable(inference.relative) && excludes(inference.relative.ci) !== rejected) disagreements++
  }
  const detail = n[0] === n[1] ? `${n[0]} a side` : `${n[0]} / ${n[1]}`
  return {
    alarms: { scenario: `A/A ${population.name}`, detail, measure: 'false alarms', hits, trials, nominal: 0.05 },
    disagreements,
  }
}

/** How often the relative interval holds a true lift of 20 %. An unbounded interval holds it. */
export function liftCoverage(random: Random, population: Population, n: number, trials: number): Outcome {
  let hits = 0
  for (let trial = 0; trial < trials; trial++) {
    const treated = population.sample(random, n)
    const scaled: Summary = {
      n,
      means: treated.means.map(mean => mean * 1.2),
      comoments: treated.comoments.map(moment => moment * 1.44),
    }
    const inference = welch(meanEstimate(population.sample(random, n)), meanEstimate(scaled))
    if (isUnavailable(inference) || isUnavailable(inference.relative)) hits++
    else {
      const [lo, hi] = inference.relative.ci as [number, number]
      if (lo <= 0.2 && 0.2 <= hi) hits++
    }
  }
  return {
    scenario: `relative interval, ${population.name}`,
    detail: `${n} a side, lift 20 %`,
    measure: 'coverage',
    hits,
    trials,
    nominal: 0.95,
  }
}

/**
 * A/A experiments with a pre-period: a mean and a ratio, adjusted and not, and a quantile, on skewed and correlated
 * units.
 */
export function adjustedAa(random: Random, n: number, trials: number): Outcome[] {
  const hits = { mean: 0, cuped: 0, ratio: 0, cupedRatio: 0, quantile: 0 }
  const count = (name: keyof typeof hits, inference: Inference | Unavailable) => {
    if (!isUnavailable(inference) && inference.p < 0.05) hits[name]++
  }
  for (let trial = 0; trial < trials; trial++) {
    const [control, treatment] = [units(random, n), units(random, n)]
    const [c, t] = [control, treatment].map(rows =>
      summarize(rows.map(row => [row[0] as number, row[2] as number])),
    ) as [Summary, Summary]
    count('mean', welch(meanEstimate(c), meanEstimate(t)))
    const adjusted = cuped(c, t)
    if (!isUnavailable(adjusted)) count('cuped', studentTest(adjusted.contrast))
    const [rc, rt] = [summarize(control), summarize(treatment)]
    count('ratio', welch(ratioEstimate(rc), ratioEstimate(rt)))
    const [lc, lt] = [linearizeRatio(rc), linearizeRatio(rt)]
    if (!isUnavailable(lc) && !isUnavailable(lt)) {
      const ratio = cuped(lc, lt)
      if (!isUnavailable(ratio)) count('cupedRatio', studentTest(ratio.contrast))
    }
    const median = (rows: readonly (readonly number[])[]) =>
      quantileEstimate(
        quantileOrder(
          rows.map(row => row[0] as number),
          0.5,
        ),
      )
    count('quantile', welch(median(control), median(treatment)))
  }
  const names = {
    mean: 'mean',
    cuped: 'mean, CUPED',
    ratio: 'ratio of clustered events',
    cupedRatio: 'ratio, CUPED',
    quantile: 'median',
  }
  return Object.entries(names).map(([key, name]) => ({
    scenario: `A/A ${name}`,
    detail: `${n} a side, skewed, correlated`,
    measure: 'false alarms' as const,
    hits: hits[key as keyof typeof hits],
    trials,
    nominal: 0.05,
  }))
}

/**
 * Five true nulls tested together: how often Holm rejects any, and how often every simultaneous interval holds its
 * difference.
 */
export function family(random: Random, trials: number): Outcome[] {
  let [alarms, covered] = [0, 0]
  for (let trial = 0; trial < trials; trial++) {
    const contrasts = Array.from({ length: 5 }, () => {
      const arm = () => ({ value: 10 + random.normal() / 10, variance: 0.01, n: 200, df: 199 })
      return contrast(arm(), arm())
    })
    const results = simultaneousTests(contrasts)
    if (results.some(result => !isUnavailable(result) && result.p < 0.05)) alarms++
    if (results.every(result => !isUnavailable(result) && !excludes(result.ci))) covered++
  }
  return [
    {
      scenario: 'five nulls, Holm',
      detail: 'any rejected',
      measure: 'false alarms',
      hits: alarms,
      trials,
      nominal: 0.05,
    },
    {
      scenario: 'five nulls, simultaneous intervals',
      detail: 'all hold',
      measure: 'coverage',
      hits: covered,
      trials,
      nominal: 0.95,
    },
  ]
}

// A unit: a trait of its own drives what it does before and after; columns y, z, yPre, zPre.
function units(random: Random, n: number): number[][] {
  return Array.from({ length: n }, () => {
    const trait = random.gamma(1.5)
    const events = 1 + random.binomial(12, Math.min(0.9, trait / 6))
    const before = 1 + random.binomial(12, Math.min(0.9, trait / 6))
    return [events * trait * random.gamma(2), events, before * trait * random.gamma(2), before]
  })
}

function excludes([lo, hi]: readonly (number | null)[]): boolean {
  return (lo !== null && lo !== undefined && lo > 0) || (hi !== null && hi !== undefined && hi < 0)
}
