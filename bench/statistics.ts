import { pathToFileURL } from 'node:url'
import { bayes } from '../src/core/stats/bayes.ts'
import { confidenceSequence } from '../src/core/stats/confidence-sequence.ts'
import { contrast } from '../src/core/stats/contrast.ts'
import { cuped } from '../src/core/stats/cuped.ts'
import { meanEstimate } from '../src/core/stats/estimate.ts'
import { groupSequentialTest } from '../src/core/stats/group-sequential.ts'
import { relativeLift } from '../src/core/stats/lift.ts'
import { nonInferiority } from '../src/core/stats/margin.ts'
import { sequentialDesign } from '../src/core/stats/sequential-design.ts'
import type { Summary } from '../src/core/stats/summary.ts'
import { tieredAdjustment } from '../src/core/stats/tiers.ts'
import { isUnavailable } from '../src/core/stats/unavailable.ts'
import { studentTest } from '../src/core/stats/welch.ts'

const METRICS = 1000
const ARMS = 4
const INFORMATION = Array.from({ length: 14 }, (_, k) => (k + 1) / 16)

/**
 * Prints the statistics of a large report from its summaries, with the floor (reading the summaries and one square root
 * each) in the same run.
 */
export function run(): void {
  const report = summaries()
  // The first round is for the compiler.
  for (let round = 0; round < 2; round++) analyse(report.slice(0, 100))
  const floorMs = best(() => floor(report))
  const oursMs = best(() => analyse(report))
  console.log(
    `${METRICS} metrics x ${ARMS} arms, Welch, Fieller, CUPED, group sequential with repeated p, confidence sequence, non-inferiority, Bayes, adjustment`,
  )
  console.log(
    `floor ${floorMs.toFixed(2)} ms · ours ${oursMs.toFixed(1)} ms · ratio ${(oursMs / floorMs).toFixed(0)} · aim 100 ms`,
  )
}

function analyse(report: readonly (readonly Summary[])[]): number {
  // One design serves a report: its looks are those of the experiment.
  const design = sequentialDesign({ alpha: 0.05, sides: 2, spending: 'obrien-fleming', information: INFORMATION })
  if (isUnavailable(design)) throw new Error(design.unavailable)
  let numbers = 0
  const p: (number | null)[] = []
  for (const arms of report) {
    const [control, ...treatments] = arms as [Summary, ...Summary[]]
    for (const treatment of treatments) {
      const plain = contrast(meanEstimate(control), meanEstimate(treatment))
      const adjusted = cuped(control, treatment, arms)
      if (isUnavailable(plain) || isUnavailable(adjusted)) throw new Error('no contrast')
      const fixed = studentTest(adjusted.contrast)
      const lift = relativeLift(adjusted.contrast)
      const results = [
        studentTest(plain),
        fixed,
        groupSequentialTest(adjusted.contrast, design),
        confidenceSequence(adjusted.contrast, { plannedN: 200_000 }),
        nonInferiority(adjusted.contrast, { margin: 0.02, better: 'up' }),
        isUnavailable(lift) ? lift : bayes(lift.lift, lift.se, { mean: 0, sd: 0.3 }),
      ]
      numbers += results.filter(result => !isUnavailable(result)).length
      p.push(isUnavailable(fixed) ? null : fixed.p)
    }
  }
  return numbers + tieredAdjustment(p.map(value => ({ role: 'secondary', p: value }))).length
}

function floor(report: readonly (readonly Summary[])[]): number {
  let sum = 0
  for (const arms of report)
    for (const { n, means, comoments } of arms) sum += Math.sqrt((comoments[0] ?? 0) / n) + (means[0] ?? 0)
  return sum
}

function best(work: () => number): number {
  let least = Number.POSITIVE_INFINITY
  for (let round = 0; round < 5; round++) {
    const start = performance.now()
    work()
    least = Math.min(least, performance.now() - start)
  }
  return least
}

// Means around 10 that differ by a few standard errors, with a pre-period that explains a third.
function summaries(): Summary[][] {
  return Array.from({ length: METRICS }, (_, metric) =>
    Array.from({ length: ARMS }, (_, arm) => {
      const n = 25_000 + metric + arm
      const wiggle = Math.sin(metric * 12.9898 + arm * 78.233)
      return { n, means: [10 + 0.08 * wiggle, 8 - 0.03 * wiggle], comoments: [36 * n, 20 * n, 33 * n] }
    }),
  )
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) run()
