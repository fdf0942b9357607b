import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { CompiledExperiment, Configuration } from '../../src/contract/configuration.ts'
import { compile } from '../../src/core/evaluate/compile.ts'
import { allocationOf } from '../../src/otlp/allocation.ts'

const halves = [
  { variant: 'standard', weight: 50 },
  { variant: 'simple', weight: 50 },
]
const experiment: CompiledExperiment = {
  unit: 'user',
  phase: 2,
  layerSalt: 'layer',
  slots: [[0, 40_000]],
  salt: 'experiment',
  variants: halves,
  holdouts: ['keep'],
}

function configurationWith(more: Partial<CompiledExperiment>, condition?: object): Configuration {
  return {
    format: 1,
    hash: 'murmur3-32',
    project: 'shop',
    environment: 'production',
    version: 'v',
    units: { user: 'user_id', device: 'device_id' },
    attributes: {},
    audiences: {},
    lists: {},
    holdouts: { keep: { unit: 'user', salt: 'keep', coverage: 10 } },
    experiments: { try: { ...experiment, ...more } },
    flags: {
      checkout: {
        type: 'string',
        on: true,
        off: 'standard',
        fallthrough: 'standard',
        variants: { standard: 'standard', simple: 'simple' },
        prerequisites: [],
        rules: [{ id: 'r', ...(condition && { condition: condition as never }), serve: { experiment: 'try' } }],
      },
    },
  }
}

describe('the allocation of an evaluation made elsewhere', () => {
  it('is that of the evaluator for every unit, though it knows nothing of the rule’s condition', () => {
    const above65 = { attribute: 'age', op: '>', value: 65 }
    const evaluator = compile(configurationWith({}, above65))
    const allocation = allocationOf(configurationWith({}, above65))
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), fc.constantFrom('standard', 'simple'), (targetingKey, variant) => {
        const met = evaluator
          .resolve('checkout', { targetingKey, age: 70 })
          .exposures?.find(exposure => exposure.experiment === 'try' && exposure.variant === variant)
        expect(allocation('checkout', variant, { targetingKey })).toEqual(met)
      }),
    )
  })

  it('takes any variant where assignment is sticky', () => {
    const allocation = allocationOf(configurationWith({ sticky: true }))
    for (const variant of ['standard', 'simple'])
      expect(allocation('checkout', variant, { targetingKey: 'ada' })).toMatchObject({ experiment: 'try', variant })
    expect(allocation('checkout', 'third', { targetingKey: 'ada' })).toBeUndefined()
  })

  it('needs the id of the experiment’s unit, and no other will do', () => {
    const allocation = allocationOf(configurationWith({ unit: 'device', slots: [[0, 100_000]], holdouts: [] }))
    expect(allocation('checkout', 'simple', { targetingKey: 'ada' })).toBe('no-unit')
    const met = ['standard', 'simple'].map(variant => allocation('checkout', variant, { device_id: 'd-1' }))
    expect(met.filter(exposure => exposure !== undefined)).toMatchObject([{ unitField: 'device_id', phase: 2 }])
    expect(allocation('checkout', 'third', {})).toBeUndefined()
    expect(allocation('nothing', 'simple', {})).toBeUndefined()
  })
})
