import { describe, expect, it } from 'vitest'
import { interpret } from '../../../src/core/metrics/interpret.ts'
import { empty } from '../../../src/core/stats/summary.ts'
import { expectSameAnswer } from './same-answer.ts'
import { answer, events, plan } from './worked-example.ts'

describe('the meaning of a plan', () => {
  it('is what a person works out by hand', () => {
    expectSameAnswer(interpret(plan, events), answer)
  })

  it('does not depend on the order of events', () => {
    expectSameAnswer(interpret(plan, events.toReversed()), answer)
  })

  it('has no numbers for a population of nobody', () => {
    const nobody = interpret({ ...plan, experiment: 'other' }, events)
    expect(nobody.units).toEqual([0, 0])
    expect(nobody.metrics.map(metric => metric.cap)).toEqual([null, null, null, null])
    expect(nobody.metrics[1]?.arms).toEqual([empty(4), empty(4)])
  })

  it('leaves the future out: exposures and outcomes at the end or later', () => {
    const untilMs = plan.fromMs + 5 * 3_600_000
    const { units, excluded, metrics } = interpret({ ...plan, untilMs, prePeriodMs: 0 }, events)
    // Cem meets the control at hour 5, Fay both at hour 6, and Eve buys at hour 5.
    expect({ units, excluded }).toEqual({ units: [2, 2], excluded: 0 })
    expect(metrics[0]?.arms.map(arm => arm.means)).toEqual([[25], [30]])
  })
})
