import { describe, expect, it } from 'vitest'
import { type CalculatorLine, calculators } from '../../../src/contract/calculators.ts'
import { type Comparison, Report } from '../../../src/contract/report.ts'
import { reportOf } from '../../../src/core/report/report.ts'
import { calculate } from '../../../src/core/stats/calculate.ts'
import { richInput } from './rich.ts'

type Numbers = { [field: string]: unknown }

function run({ name, input }: CalculatorLine): Numbers {
  return calculate(name, calculators[name].input.parse(JSON.parse(JSON.stringify(input))) as never) as Numbers
}

function expectSame(actual: unknown, wanted: unknown, path: string): void {
  if (typeof wanted === 'number') {
    expect(typeof actual, path).toBe('number')
    expect(Math.abs((actual as number) - wanted), path).toBeLessThanOrEqual(1e-12 * Math.abs(wanted))
  } else if (typeof wanted === 'object' && wanted !== null) {
    for (const [field, value] of Object.entries(wanted))
      expectSame((actual as Numbers)[field], value, `${path}.${field}`)
  } else expect(actual, path).toBe(wanted)
}

function comparisonsOf(report: Report): { name: string; comparison: Comparison }[] {
  return report.metrics.flatMap(metric =>
    metric.arms.flatMap(({ variant, comparison }) =>
      comparison === undefined || 'unavailable' in comparison
        ? []
        : [{ name: `${metric.metric} ${variant}`, comparison }],
    ),
  )
}

const modes = ['fixed', 'group-sequential', 'always-valid'] as const
const cases = modes.flatMap(mode => [0, 7].map(prePeriodDays => ({ mode, prePeriodDays })))

describe.each(cases)('a report with $mode looks and $prePeriodDays days before', ({ mode, prePeriodDays }) => {
  const report = reportOf(richInput({ mode, prePeriodDays }))

  it('fits its contract and compares every arm of every metric', () => {
    expect(Report.parse(JSON.parse(JSON.stringify(report)))).toEqual(report)
    expect(report.veiled).toBeUndefined()
    expect(comparisonsOf(report)).toHaveLength(84)
  })

  it('is recomputed by its own calculator lines, every number of every comparison', () => {
    for (const { name, comparison } of comparisonsOf(report)) {
      const { difference, se, df, t, p, ci, relative, calculator, adjusted, bayes, cuped } = comparison
      expectSame(run(calculator), { difference, se, df, t, p, ci, relative }, name)
      expect(cuped !== undefined).toBe(prePeriodDays > 0)
      const hasTwin = /-(rate|spend|basket) /.test(name)
      if (prePeriodDays > 0 && !hasTwin) expect(cuped).toEqual({ unavailable: 'no-pre-period' })
      if (cuped !== undefined && 'raw' in cuped) {
        const { calculator: line, ...raw } = cuped.raw
        expectSame(run(line), raw, `${name} raw`)
        expectSame(run(calculator), { theta: cuped.theta, varianceReduction: cuped.varianceReduction }, name)
      }
      if ('unavailable' in bayes || 'unavailable' in adjusted) throw new Error(`${name} has no Bayesian view`)
      const { calculator: posterior, prior, ...view } = bayes
      expectSame(run(posterior), view, `${name} bayes`)
      const cut = adjusted.ci.includes(0)
      if (!cut) expectSame(run(adjusted.calculator), { ci: adjusted.ci }, `${name} adjusted`)
    }
  })

  it('is recomputed by the lines of its families and checks', () => {
    for (const { members, calculator } of report.families) {
      const adjusted = run(calculator).adjusted as number[]
      for (const [i, { metric, variant }] of members.entries()) {
        const test = comparisonsOf(report).find(({ name }) => name === `${metric} ${variant}`)?.comparison.adjusted
        expectSame(adjusted[i], test !== undefined && 'p' in test ? test.p : undefined, `${metric} ${variant}`)
      }
    }
    const { bounds } = report.analysis
    if (bounds !== undefined) expectSame(run(bounds.calculator), { bounds: bounds.z, spent: bounds.spent }, 'bounds')
    const ratio = report.health.checks.find(({ check }) => check === 'sample-ratio')
    if (ratio?.calculator === undefined) throw new Error('the sample ratio has no line')
    const { chi2, df, p } = ratio.values
    expectSame(run(ratio.calculator), { chi2, df, p }, 'sample ratio')
  })

  it('gives one verdict: a test finds something exactly when its interval excludes 0', () => {
    for (const { name, comparison } of comparisonsOf(report)) {
      const { adjusted, verdict } = comparison
      if ('unavailable' in adjusted) throw new Error(name)
      const [low, high] = adjusted.ci
      const excludes = (low !== null && low >= 0) || (high !== null && high <= 0)
      expect(excludes, name).toBe(adjusted.p <= 0.05)
      if (!('unavailable' in adjusted.relative)) {
        const [lower, upper] = adjusted.relative.ci
        expect((lower !== null && lower >= 0) || (upper !== null && upper <= 0), name).toBe(excludes)
      }
      expect(verdict === 'no-effect-found', name).toBe(!excludes)
    }
  })
})

it('the pre-period makes intervals narrower, and the report says by how much', () => {
  const report = reportOf(richInput({ mode: 'fixed', prePeriodDays: 7 }))
  const comparison = comparisonsOf(report).find(({ name }) => name === 'success-spend a')?.comparison
  if (comparison?.cuped === undefined || 'unavailable' in comparison.cuped) throw new Error('there is no adjustment')
  expect(comparison.cuped.varianceReduction).toBeGreaterThan(0.3)
  expect(comparison.se / comparison.cuped.raw.se).toBeCloseTo(Math.sqrt(1 - comparison.cuped.varianceReduction), 9)
})
