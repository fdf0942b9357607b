import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Weights } from '../../../src/contract/flag.ts'
import { evenly, withoutArm, withWeight } from '../../../src/core/evaluate/weights.ts'

const names = ['a', 'b', 'c', 'd', 'e']
const someWeights = fc
  .array(fc.double({ min: 0, max: 100, noNaN: true }), { maxLength: 8 })
  .chain(edits => fc.record({ arms: fc.integer({ min: 1, max: 5 }), edits: fc.constant(edits) }))
  .map(({ arms, edits }) =>
    edits.reduce((weights, percent, at) => withWeight(weights, at % arms, percent), evenly(names.slice(0, arms))),
  )

describe('weights', () => {
  it('always are what the contract takes: they add up to 100', () => {
    fc.assert(
      fc.property(someWeights, weights => {
        expect(Weights.safeParse(weights).success).toBe(true)
        if (weights.length > 1) expect(Weights.safeParse(withoutArm(weights, 0)).success).toBe(true)
      }),
    )
  })

  it('keep the one that was set, and the proportions of the others', () => {
    const weights = [
      { variant: 'a', weight: 50 },
      { variant: 'b', weight: 30 },
      { variant: 'c', weight: 20 },
    ]
    expect(withWeight(weights, 0, 75).map(({ weight }) => weight)).toEqual([75, 15, 10])
    expect(withWeight(weights, 0, 100).map(({ weight }) => weight)).toEqual([100, 0, 0])
    expect(withoutArm(weights, 0).map(({ weight }) => weight)).toEqual([60, 40])
    expect(evenly(['a', 'b', 'c']).map(({ weight }) => weight)).toEqual([33.334, 33.333, 33.333])
  })
})
