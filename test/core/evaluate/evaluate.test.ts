import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Configuration } from '../../../src/contract/configuration.ts'
import { slotOf } from '../../../src/core/evaluate/allocation.ts'
import { compile } from '../../../src/core/evaluate/compile.ts'
import type { Context } from '../../../src/core/evaluate/context.ts'
import { hasher } from '../../../src/core/evaluate/hash.ts'
import type { Resolution } from '../../../src/core/evaluate/resolution.ts'
import { booleanFlag, configurationWith } from '../../sdk/fixture.ts'

const half = [
  { variant: 'on', weight: 50 },
  { variant: 'off', weight: 50 },
]
const senior = { attribute: 'age', op: '>', value: 65 } as const

function resolve(
  flags: Configuration['flags'],
  context: Context,
  rest: Partial<Configuration> = {},
  flag = 'f',
): Resolution {
  const evaluator = compile(configurationWith(flags, rest))
  const resolution = evaluator.resolve(flag, context)
  expect(evaluator.trace(flag, context).resolution).toEqual(resolution)
  return resolution
}

test('order 1: a flag that is not there', () => {
  expect(resolve({}, {})).toMatchObject({ value: undefined, reason: 'ERROR', errorCode: 'FLAG_NOT_FOUND' })
  expect(resolve({}, {}, {}, 'constructor')).toMatchObject({ errorCode: 'FLAG_NOT_FOUND' })
})

test('order 2: a flag that is off serves its off variant', () => {
  const flag = booleanFlag([{ id: 'all', serve: { variant: 'on' } }], { on: false })
  expect(resolve({ f: flag }, {})).toEqual({ value: false, variant: 'off', reason: 'DISABLED' })
})

test('order 3: prerequisites are asked deeply, and what is not met serves off', () => {
  const needs = (flag: string, variant: string) =>
    booleanFlag([{ id: 'all', serve: { variant: 'on' } }], { prerequisites: [{ flag, variants: [variant] }] })
  const base = booleanFlag([{ id: 'seniors', condition: senior, serve: { variant: 'on' } }])
  const flags = { f: needs('g', 'on'), g: needs('h', 'on'), h: base }
  expect(resolve(flags, { age: 70 })).toMatchObject({ variant: 'on', reason: 'TARGETING_MATCH' })
  expect(resolve(flags, { age: 60 })).toMatchObject({ variant: 'off', reason: 'DISABLED' })
  expect(resolve({ f: needs('g', 'off'), g: needs('h', 'on'), h: base }, { age: 60 })).toMatchObject({ variant: 'on' })
  expect(resolve({ f: needs('missing', 'on') }, {})).toMatchObject({ variant: 'off', reason: 'DISABLED' })
})

test('order 3: a cycle of prerequisites is off, and only the cycle', () => {
  const needs = (flag: string, variant = 'on') =>
    booleanFlag([{ id: 'all', serve: { variant: 'on' } }], { prerequisites: [{ flag, variants: [variant] }] })
  const flags = { f: needs('g'), g: needs('h'), h: needs('g'), i: needs('g', 'off'), self: needs('self') }
  for (const key of ['f', 'g', 'h', 'self'])
    expect(resolve(flags, {}, {}, key), key).toMatchObject({ variant: 'off', reason: 'DISABLED' })
  expect(resolve(flags, {}, {}, 'i')).toMatchObject({ variant: 'on' })
})

test('order 3: prerequisites that many flags share are asked once', () => {
  const flags: Configuration['flags'] = { 'f-0': booleanFlag([{ id: 'all', serve: { variant: 'on' } }]) }
  for (let level = 1; level <= 60; level++) {
    const prerequisites = Array.from({ length: 5 }, () => ({ flag: `f-${level - 1}`, variants: ['on'] }))
    flags[`f-${level}`] = booleanFlag([{ id: 'all', serve: { variant: 'on' } }], { prerequisites })
  }
  expect(resolve(flags, {}, {}, 'f-60')).toMatchObject({ variant: 'on' })
})

test('order 4: the first rule that matches serves', () => {
  const rules = [
    { id: 'seniors', condition: senior, serve: { variant: 'on' } },
    { id: 'rest', serve: { variant: 'off' } },
  ]
  expect(resolve({ f: booleanFlag(rules) }, { age: 70 })).toEqual({
    value: true,
    variant: 'on',
    reason: 'TARGETING_MATCH',
    rule: 'seniors',
  })
  expect(resolve({ f: booleanFlag(rules) }, { age: 60 })).toMatchObject({ variant: 'off', rule: 'rest' })
})

test('order 5: without rules the fallthrough is STATIC, after rules DEFAULT', () => {
  expect(resolve({ f: booleanFlag([]) }, {})).toMatchObject({ variant: 'off', reason: 'STATIC' })
  const never = [{ id: 'seniors', condition: senior, serve: { variant: 'on' } }]
  expect(resolve({ f: booleanFlag(never) }, {})).toMatchObject({ variant: 'off', reason: 'DEFAULT' })
})

test('a split without a unit id does not match, and is an error only when nothing else matches', () => {
  const split = { id: 'split', serve: { rollout: { coverage: 100, unit: 'user', variants: half } } }
  const rest = { id: 'rest', serve: { variant: 'on' } }
  for (const context of [{}, { targetingKey: '' }, { user_id: null }, { user_id: 1.5 }, { user_id: {} }] as Context[]) {
    expect(resolve({ f: booleanFlag([split, rest]) }, context)).toMatchObject({
      variant: 'on',
      reason: 'TARGETING_MATCH',
    })
    expect(resolve({ f: booleanFlag([split]) }, context)).toMatchObject({
      value: false,
      variant: 'off',
      reason: 'ERROR',
      errorCode: 'TARGETING_KEY_MISSING',
    })
  }
  const trace = compile(configurationWith({ f: booleanFlag([split, rest]) })).trace('f', {})
  expect(trace.rules[0]).toEqual({ rule: 'split', outcome: 'unit-missing', errorCode: 'TARGETING_KEY_MISSING' })
})

test('a user is targetingKey, else the field of the project; a number is its digits', () => {
  const f = booleanFlag([{ id: 'split', serve: { rollout: { coverage: 100, unit: 'user', variants: half } } }])
  const device = booleanFlag([
    { id: 'split', serve: { rollout: { coverage: 100, unit: 'device', variants: half, salt: 'f.split' } } },
  ])
  for (let id = 0; id < 50; id++) {
    const { variant } = resolve({ f }, { targetingKey: String(id), user_id: 'other' })
    expect(resolve({ f }, { user_id: id }).variant).toBe(variant)
    expect(resolve({ f }, { targetingKey: '', user_id: String(id) }).variant).toBe(variant)
    expect(resolve({ f: device }, { device_id: String(id), targetingKey: 'other' }).variant).toBe(variant)
  }
})

test('a rollout takes the slots below its coverage by salt, and shares them out by salt and :variant', () => {
  const rollout = { coverage: 20.5, unit: 'user', variants: half }
  const f = booleanFlag([{ id: 'r', serve: { rollout } }])
  const salted = booleanFlag([{ id: 'r', serve: { rollout: { ...rollout, salt: 'mine' } } }])
  fc.assert(
    fc.property(fc.string({ minLength: 1 }), id => {
      for (const [flag, salt] of [
        [f, 'f.r'],
        [salted, 'mine'],
      ] as const) {
        const inside = slotOf(hasher(salt)(id)) < 20_500
        const variant = slotOf(hasher(`${salt}:variant`)(id)) < 50_000 ? 'on' : 'off'
        const expected = inside ? { variant, reason: 'SPLIT', rule: 'r' } : { variant: 'off', reason: 'DEFAULT' }
        expect(resolve({ f: flag }, { targetingKey: id })).toMatchObject(expected)
      }
    }),
  )
})

test('widening coverage never moves a unit between variants', () => {
  const share = fc.integer({ min: 0, max: 100_000 }).map(slots => slots / 1000)
  fc.assert(
    fc.property(share, share, fc.string({ minLength: 1 }), (one, other, id) => {
      const [narrow, wide] = [Math.min(one, other), Math.max(one, other)].map(coverage =>
        resolve(
          { f: booleanFlag([{ id: 'r', serve: { rollout: { coverage, unit: 'user', variants: half } } }]) },
          { targetingKey: id },
        ),
      )
      if (narrow?.reason === 'SPLIT') expect(wide).toEqual(narrow)
    }),
  )
})

test('an experiment serves its share and logs the exposure; outside its slots the next rule is asked', () => {
  const f = booleanFlag([
    { id: 'seniors', condition: senior, serve: { experiment: 'checkout' } },
    { id: 'rest', serve: { variant: 'on' } },
  ])
  const experiments = configurationWith({}).experiments
  const { checkout } = experiments
  if (checkout === undefined) throw new Error('the fixture has an experiment')
  const narrow = { experiments: { checkout: { ...checkout, slots: [[10_000, 30_000] as [number, number]] } } }
  for (let user = 0; user < 200; user++) {
    const targetingKey = `u${user}`
    const layerSlot = slotOf(hasher('checkout.layer')(targetingKey))
    const variant = slotOf(hasher('checkout.2')(targetingKey)) < 50_000 ? 'on' : 'off'
    const served = {
      variant,
      reason: 'SPLIT',
      rule: 'seniors',
      exposures: [
        { experiment: 'checkout', phase: 2, variant, flag: 'f', rule: 'seniors', unit: 'user', unitField: 'user_id' },
      ],
    }
    expect(resolve({ f }, { targetingKey, age: 70 })).toMatchObject(served)
    const inside = layerSlot >= 10_000 && layerSlot < 30_000
    const answer = resolve({ f }, { targetingKey, age: 70 }, narrow)
    if (inside) expect(answer).toMatchObject(served)
    else expect(answer).toEqual({ value: true, variant: 'on', reason: 'TARGETING_MATCH', rule: 'rest' })
    expect(resolve({ f }, { targetingKey, age: 60 }).exposures).toBeUndefined()
  }
  expect(resolve({ f }, { targetingKey: 'u1', age: 70 }, { experiments: {} })).toMatchObject({ rule: 'rest' })
})

test('a holdout keeps its units out and logs every unit that met the experiment, in or out', () => {
  const f = booleanFlag([{ id: 'seniors', condition: senior, serve: { experiment: 'checkout' } }])
  const { checkout } = configurationWith({}).experiments
  if (checkout === undefined) throw new Error('the fixture has an experiment')
  const rest: Partial<Configuration> = {
    experiments: { checkout: { ...checkout, slots: [[0, 50_000]], holdouts: ['year'] } },
    holdouts: { year: { unit: 'user', salt: 'year', coverage: 10 } },
  }
  let heldOut = 0
  for (let user = 0; user < 500; user++) {
    const targetingKey = `u${user}`
    const answer = resolve({ f }, { targetingKey, age: 70 }, rest)
    const [first, second] = answer.exposures ?? []
    const out = slotOf(hasher('year')(targetingKey)) < 10_000
    if (out) heldOut++
    expect(first).toMatchObject({
      experiment: 'holdout:year',
      phase: 1,
      variant: out ? 'held-out' : 'included',
      unitField: 'user_id',
    })
    if (out) expect(answer).toMatchObject({ variant: 'off', reason: 'DEFAULT' })
    const inside = !out && slotOf(hasher('checkout.layer')(targetingKey)) < 50_000
    expect(second?.experiment).toBe(inside ? 'checkout' : undefined)
    expect(resolve({ f }, { targetingKey, age: 60 }, rest).exposures).toBeUndefined()
  }
  expect(heldOut).toBeGreaterThan(20)
})

test('exposures of a prerequisite are those of the flag that needs it, whether it was met or not', () => {
  const g = booleanFlag([{ id: 'all', serve: { experiment: 'checkout' } }])
  const f = booleanFlag([{ id: 'all', serve: { variant: 'on' } }], { prerequisites: [{ flag: 'g', variants: ['on'] }] })
  for (let user = 0; user < 20; user++) {
    const answer = resolve({ f, g }, { targetingKey: `u${user}` })
    expect(answer.exposures).toMatchObject([{ experiment: 'checkout', flag: 'g', variant: answer.variant }])
  }
})

// Critical value of chi-squared with 9 degrees of freedom at p = 1e-6, from jStat 1.9.6: chisquare.inv(1 - 1e-6, 9) = 44.81.
test('who is in and which variant are independent of each other', () => {
  const [inside, which] = [hasher('s'), hasher('s:variant')]
  const cells = Array.from({ length: 10 }, () => [0, 0])
  const count = 100_000
  for (let id = 0; id < count; id++) {
    const row = cells[Math.floor(slotOf(inside(`user-${id}`)) / 10_000)]
    const column = Math.floor(slotOf(which(`user-${id}`)) / 50_000)
    if (row !== undefined) row[column] = (row[column] ?? 0) + 1
  }
  const columns = [0, 1].map(column => cells.reduce((sum, row) => sum + (row[column] ?? 0), 0))
  const chiSquared = cells.reduce((sum, row) => {
    const rowSum = (row[0] ?? 0) + (row[1] ?? 0)
    return (
      sum +
      row.reduce((part, observed, i) => {
        const expected = (rowSum * (columns[i] ?? 0)) / count
        return part + (observed - expected) ** 2 / expected
      }, 0)
    )
  }, 0)
  expect(chiSquared).toBeLessThan(44.81)
})

test('a flag that is withheld or broken says so and breaks nothing else', () => {
  const withheld = { ...booleanFlag([]), variants: {}, withheld: true as const }
  const broken = booleanFlag([{ id: 'r', serve: { variant: 'constructor' } }])
  const flags = { f: withheld, g: broken, h: booleanFlag([]) }
  expect(resolve(flags, {})).toMatchObject({
    value: undefined,
    reason: 'ERROR',
    errorCode: 'GENERAL',
    errorMessage: expect.stringContaining('on the server'),
  })
  expect(resolve(flags, {}, {}, 'g')).toMatchObject({
    value: undefined,
    errorCode: 'GENERAL',
    errorMessage: expect.stringContaining('no variant "constructor"'),
  })
  expect(resolve(flags, {}, {}, 'h')).toMatchObject({ variant: 'off' })
})

test('answers cannot be written into', () => {
  const layout = {
    type: 'json' as const,
    on: true,
    off: 'a',
    fallthrough: 'a',
    variants: { a: { columns: [1] } },
    prerequisites: [],
    rules: [],
  }
  const { value } = resolve({ f: layout }, {})
  expect(() => (value as { columns: number[] }).columns.push(2)).toThrow()
})

test('a trace names the condition that failed and why, and the slots', () => {
  const rules = [
    {
      id: 'a',
      condition: { all: [senior, { attribute: 'country', op: 'equals', value: 'DE' } as const] },
      serve: { variant: 'on' },
    },
    { id: 'b', condition: { audience: 'x' }, serve: { variant: 'on' } },
    { id: 'c', serve: { rollout: { coverage: 100, unit: 'user', variants: half } } },
  ]
  const trace = compile(configurationWith({ f: booleanFlag(rules) })).trace('f', { targetingKey: 'u1', age: 'old' })
  expect(trace.rules).toMatchObject([
    {
      rule: 'a',
      outcome: 'condition',
      condition: {
        kind: 'all',
        matched: false,
        parts: [
          { attribute: 'age', problem: 'wrong-type' },
          { attribute: 'country', problem: 'missing' },
        ],
      },
    },
    { rule: 'b', outcome: 'condition', condition: { kind: 'audience', problem: 'unknown' } },
    {
      rule: 'c',
      outcome: 'served',
      slots: [{ purpose: 'coverage' }, { purpose: 'variant', slot: slotOf(hasher('f.c:variant')('u1')) }],
    },
  ])
})
