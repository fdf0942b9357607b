import { aa, adjustedAa, family, liftCoverage } from './false-alarms.ts'
import { dailyLooks, splitLooks } from './peeking.ts'
import { lognormalValues, normalValues, revenue, share } from './population.ts'
import { seeded } from './random.ts'
import { chanceError, type Outcome, rate } from './trial.ts'

/**
 * The long calibration: `node test/calibration/run.ts [trials]` prints the table of docs/STATISTICS.md. Seeded, so that
 * it prints it again.
 */
const trials = Number(process.argv[2] ?? 20_000)
const random = seeded(20261123)
const outcomes: Outcome[] = []
let disagreements = 0

for (const population of [normalValues, lognormalValues, revenue, share(0.5), share(0.02), share(0.001)]) {
  for (const n of [100, 1000, 10_000, 100_000]) {
    // A lognormal sample costs its n; fewer trials keep the run within an hour.
    const count = population.cheap ? trials : Math.max(500, Math.round(Math.min(trials, (trials * 1000) / n)))
    for (const split of [
      [n, n],
      [1.8 * n, 0.2 * n],
    ] as const) {
      const result = aa(random, population, split, count)
      outcomes.push(result.alarms)
      disagreements += result.disagreements
    }
  }
}
for (const population of [normalValues, revenue, lognormalValues])
  outcomes.push(liftCoverage(random, population, 2000, trials / 4))
outcomes.push(...adjustedAa(random, 500, trials / 10))
outcomes.push(...family(random, trials))
for (const population of [normalValues, revenue]) outcomes.push(...dailyLooks(random, population, 1000, trials / 4))
outcomes.push(...dailyLooks(random, normalValues, 1000, trials / 4, 1.959963984540054 + 0.8416212335729143))
for (const weight of [0.5, 0.9]) outcomes.push(...splitLooks(random, weight, trials / 10))

console.log('| scenario | detail | measure | rate | by design | 3 sd of chance |')
console.log('|---|---|---|---|---|---|')
for (const outcome of outcomes) {
  const { scenario, detail, measure, nominal } = outcome
  const percent = (share: number) => `${(100 * share).toFixed(2)} %`
  console.log(
    `| ${scenario} | ${detail} | ${measure} | ${percent(rate(outcome))} | ${percent(nominal)} | ${percent(chanceError(outcome))} |`,
  )
}
console.log(`\nFieller and the absolute test disagreed ${disagreements} times.`)
