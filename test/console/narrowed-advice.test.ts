import { expect, test } from 'vitest'
import { narrowedAdvice } from '../../src/console/wizard/narrowed-advice.ts'

const weights = [
  { variant: 'control', weight: 50 },
  { variant: 'treatment', weight: 50 },
]
const advice = {
  metric: 'purchase-rate',
  baseline: { value: 0.5, variance: 0.25, units: 1000 },
  unitsPerDay: 1000,
  level: 0.05,
  power: 0.8,
  varianceReduction: 0,
  inflation: 1,
  perArm: 4000,
  days: 8,
  minimumDetectableEffect: { absolute: 0.05, relative: 0.1 },
  powerCurve: [{ effect: 0.05, power: 0.8 }],
}

test('a quarter of the people takes four times as long, and finds effects twice as large in the same time', () => {
  expect(narrowedAdvice(advice, 0.25, weights)).toMatchObject({
    unitsPerDay: 250,
    days: 32,
    minimumDetectableEffect: { absolute: 0.1, relative: 0.2 },
    powerCurve: [{ effect: 0.1, power: 0.8 }],
  })
})

test('everybody changes nothing, and nobody is no number of days', () => {
  expect(narrowedAdvice(advice, 1, weights)).toBe(advice)
  expect(narrowedAdvice(advice, 0, weights).days).toEqual({ unavailable: 'invalid-parameters' })
})
