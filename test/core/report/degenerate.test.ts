import fc from 'fast-check'
import { expect, it } from 'vitest'
import { Breakdown, Impact, InteractionCheck, PlanAdvice, Series } from '../../../src/contract/analyses.ts'
import { Report, Unavailable } from '../../../src/contract/report.ts'
import type { Arm } from '../../../src/core/metrics/plan.ts'
import { breakdownOf } from '../../../src/core/report/breakdown.ts'
import { impactOf } from '../../../src/core/report/impact.ts'
import { interactionsOf } from '../../../src/core/report/interactions.ts'
import { planAdvice } from '../../../src/core/report/plan-advice.ts'
import { reportOf } from '../../../src/core/report/report.ts'
import { seriesOf } from '../../../src/core/report/series.ts'
import { reportText } from '../../../src/core/report/text.ts'
import { richInput } from './rich.ts'

const value = fc.oneof(
  fc.constantFrom(0, -0, 1, -1, 1e-320, 1e9, 1e200, -1e200, 1e308, Number.POSITIVE_INFINITY, Number.NaN),
  fc.double(),
)
const square = value.map(Math.abs)
const units = fc.oneof(fc.constantFrom(0, 1, 2, 3), fc.integer({ min: 0, max: 1_000_000 }))

function summary(width: number) {
  const places = Array.from({ length: (width * (width + 1)) / 2 }, (_, k) => (isDiagonal(k) ? square : value))
  return fc.record({
    n: units,
    means: fc.tuple(...Array.from({ length: width }, () => value)),
    comoments: fc.tuple(...places),
  })
}

/** Anything an arm with the same fields could hold. */
function armLike(arm: Arm): fc.Arbitrary<Arm> {
  const statistic = fc.option(value)
  const order = fc.record({ q: fc.constant(0.9), n: units, value, lower: statistic, upper: statistic })
  return fc
    .tuple(summary(arm.means.length), fc.array(units, { minLength: 3, maxLength: 3 }), units, fc.option(order))
    .map(([moments, steps, immature, known]) => ({
      ...moments,
      ...(arm.steps === undefined ? {} : { steps }),
      ...(arm.immature === undefined ? {} : { immature }),
      ...(arm.order === undefined || known === null ? {} : { order: known }),
    }))
}

// The places of a packed lower triangle at which a column meets itself: 0, 2, 5, 9.
function isDiagonal(k: number): boolean {
  const root = (Math.sqrt(9 + 8 * k) - 3) / 2
  return Number.isInteger(root)
}

it.each(['fixed', 'group-sequential', 'always-valid'] as const)(
  'a report of any summaries says what it cannot compute and never shows NaN (%s)',
  mode => {
    for (const prePeriodDays of [0, 7]) {
      const input = richInput({ mode, prePeriodDays })
      const answers = fc.tuple(
        ...input.answer.metrics.map(metric =>
          fc.record({
            metric: fc.constant(metric.metric),
            cap: fc.constant(null),
            arms: fc.tuple(...metric.arms.map(arm => armLike(arm))),
            skewness: fc.tuple(...metric.arms.map(() => fc.option(value))),
          }),
        ),
      )
      fc.assert(
        fc.property(answers, fc.array(units, { minLength: 4, maxLength: 4 }), (metrics, counts) => {
          const answer = { units: counts, excluded: 0, metrics }
          const report = reportOf({ ...input, answer })
          const parsed = Report.safeParse(report)
          expect(parsed.success, parsed.error?.message).toBe(true)
          expect(reportText(report, { colour: false })).not.toMatch(/NaN|Infinity|undefined/)
        }),
        { numRuns: 60 },
      )
    }
  },
)

it('neither does anything that is made of such summaries', () => {
  const { experiment, phase, metrics, plan, answer } = richInput()
  const { variants } = plan
  const { control } = experiment
  const { alpha } = experiment.analysis
  const answers = fc.record({
    units: fc.tuple(units, units, units, units),
    excluded: fc.constant(0),
    metrics: fc.tuple(
      ...answer.metrics.map(({ metric: key, arms: [like] }) => {
        const arm = armLike(like ?? { n: 0, means: [0], comoments: [0] })
        return fc.record({
          metric: fc.constant(key),
          cap: fc.constant(null),
          arms: fc.tuple(arm, arm, arm, arm),
          skewness: fc.array(fc.constant(null), { minLength: 4, maxLength: 4 }),
        })
      }),
    ),
  })
  const fits = (schema: { safeParse(given: unknown): { success: boolean; error?: Error } }, given: unknown) => {
    const parsed = schema.safeParse(given)
    expect(parsed.success, parsed.error?.message).toBe(true)
  }
  fc.assert(
    fc.property(answers, answers, fc.array(value.filter(Number.isFinite), { minLength: 12 }), (one, other, totals) => {
      const segments = [
        { segment: 'control', answer: one },
        { segment: 'a', answer: other },
      ]
      const dimension = { dimension: 'country', measured: 'before' as const }
      const split = { control, metrics, alpha, segments }
      fits(Breakdown, breakdownOf({ ...dimension, ...split, variants: [...phase.variants] }))
      const next = { key: 'other', name: 'Other', control: 'control', variants: ['control', 'a'] }
      fits(InteractionCheck, interactionsOf({ ...split, other: next, variants }))
      fits(Impact, impactOf(control, reportOf({ ...richInput({ mode: 'fixed' }), answer: one }).metrics, totals))
      for (const [i, metric] of metrics.entries()) {
        const arms = one.metrics[i]?.arms ?? []
        const points = [{ day: 0, arms: [...arms] }]
        const answer = { cumulative: points, daily: points, sinceExposure: points }
        fits(Series, seriesOf({ metric, variants, control, alpha, fromMs: plan.fromMs, answer }))
        const request = { metric: metric.key, effect: { relative: 0.1 }, power: 0.8, days: 14 }
        const traffic = { summary: arms[0] ?? { n: 0, means: [], comoments: [] }, unitsPerDay: one.units[0] }
        fits(
          PlanAdvice.or(Unavailable),
          planAdvice({ ...experiment, analysis: { ...experiment.analysis, mode: 'fixed' } }, metric, request, traffic),
        )
      }
    }),
    { numRuns: 60 },
  )
})
