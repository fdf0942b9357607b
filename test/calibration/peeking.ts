import { confidenceSequence } from '../../src/core/stats/confidence-sequence.ts'
import { contrast } from '../../src/core/stats/contrast.ts'
import { meanEstimate } from '../../src/core/stats/estimate.ts'
import { groupSequentialTest } from '../../src/core/stats/group-sequential.ts'
import { sampleRatio } from '../../src/core/stats/sample-ratio.ts'
import { sampleRatioSequence } from '../../src/core/stats/sample-ratio-sequential.ts'
import { type SequentialDesign, sequentialDesign } from '../../src/core/stats/sequential-design.ts'
import type { Spending } from '../../src/core/stats/spending.ts'
import { empty, merge, type Summary } from '../../src/core/stats/summary.ts'
import { isUnavailable } from '../../src/core/stats/unavailable.ts'
import { studentTest } from '../../src/core/stats/welch.ts'
import type { Population } from './population.ts'
import type { Random } from './random.ts'
import type { Outcome } from './trial.ts'

const LOOKS = 14

/**
 * Experiments looked at on each of 14 days: how often each way of looking rejects at some look, when the treatment
 * shifts the mean by `shift` standard errors of the planned end. `naive` is the canary: a t test at every look.
 */
export function dailyLooks(
  random: Random,
  population: Population,
  perDay: number,
  trials: number,
  shift = 0,
): Outcome[] {
  const designs = { "O'Brien-Fleming-type": designsOf('obrien-fleming'), 'Pocock-type': designsOf('pocock') }
  const plannedN = 2 * perDay * LOOKS
  const hits: Record<string, number> = {
    fixed: 0,
    naive: 0,
    "O'Brien-Fleming-type": 0,
    'Pocock-type': 0,
    'confidence sequence': 0,
  }
  for (let trial = 0; trial < trials; trial++) {
    let [control, treatment]: [Summary, Summary] = [empty(1), empty(1)]
    const rejected = new Set<string>()
    for (let look = 0; look < LOOKS; look++) {
      control = merge(control, population.sample(random, perDay))
      treatment = merge(
        treatment,
        shifted(population.sample(random, perDay), shift * population.sd * Math.sqrt(2 / (perDay * LOOKS))),
      )
      const compared = contrast(meanEstimate(control), meanEstimate(treatment))
      if (isUnavailable(compared)) continue
      const today = studentTest(compared)
      if (!isUnavailable(today) && today.p < 0.05) rejected.add(look === LOOKS - 1 ? 'fixed' : 'naive').add('naive')
      for (const [name, list] of Object.entries(designs)) {
        const inference = groupSequentialTest(compared, list[look] as SequentialDesign)
        if (!isUnavailable(inference) && excludes(inference.ci)) rejected.add(name)
      }
      const always = confidenceSequence(compared, { plannedN })
      if (!isUnavailable(always) && always.p < 0.05) rejected.add('confidence sequence')
    }
    for (const name of rejected) hits[name] = (hits[name] ?? 0) + 1
  }
  return Object.entries(hits).map(([name, count]) => ({
    scenario: `14 daily looks, ${name}`,
    detail: `${population.name}, ${perDay} a side and day${shift === 0 ? '' : ', effect of 80 % fixed power'}`,
    measure: shift === 0 ? 'false alarms' : 'power',
    hits: count,
    trials,
    nominal: shift === 0 ? 0.05 : 0.8,
  }))
}

/** A split that is as designed, looked at 50 times: the sequential check, and the chi-squared test at every look. */
export function splitLooks(random: Random, weight: number, trials: number): Outcome[] {
  let [sequential, naive] = [0, 0]
  for (let trial = 0; trial < trials; trial++) {
    const looks: number[][] = []
    let [first, second] = [0, 0]
    let alarmed = false
    for (let look = 0; look < 50; look++) {
      const more = random.binomial(400, weight)
      first += more
      second += 400 - more
      looks.push([first, second])
      const once = sampleRatio([first, second], [weight, 1 - weight], { exact: false })
      if (!isUnavailable(once) && once.p < 0.05) alarmed = true
    }
    const p = sampleRatioSequence(looks, [weight, 1 - weight])
    if (!isUnavailable(p) && (p.at(-1) as number) < 0.05) sequential++
    if (alarmed) naive++
  }
  const detail = `${weight * 100} / ${100 - weight * 100}, 50 looks`
  return [
    { scenario: 'sample ratio, sequential', detail, measure: 'false alarms', hits: sequential, trials, nominal: 0.05 },
    {
      scenario: 'sample ratio, chi-squared at every look',
      detail,
      measure: 'false alarms',
      hits: naive,
      trials,
      nominal: 0.05,
    },
  ]
}

function designsOf(spending: Spending): SequentialDesign[] {
  return Array.from({ length: LOOKS }, (_, look) => {
    const information = Array.from({ length: look + 1 }, (_, k) => (k + 1) / LOOKS)
    const design = sequentialDesign({ alpha: 0.05, sides: 2, spending, information })
    if (isUnavailable(design)) throw new Error(design.unavailable)
    return design
  })
}

function shifted(summary: Summary, by: number): Summary {
  return { ...summary, means: summary.means.map(mean => mean + by) }
}

function excludes([lo, hi]: readonly (number | null)[]): boolean {
  return (lo !== null && lo !== undefined && lo > 0) || (hi !== null && hi !== undefined && hi < 0)
}
