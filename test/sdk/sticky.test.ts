import { expect, test } from 'vitest'
import { type Client, createClient } from '../../sdk/src/index.ts'
import type { Configuration } from '../../src/contract/configuration.ts'
import { booleanFlag, checkoutConfiguration, configurationWith } from './fixture.ts'

const seniors = {
  id: 'seniors',
  condition: { attribute: 'age', op: '>', value: 65 },
  serve: { experiment: 'checkout' },
}
const staff = { id: 'staff', condition: { attribute: 'staff', op: 'equals', value: true }, serve: { variant: 'off' } }

function experiment(rest: Partial<Configuration['experiments'][string]>, rules: unknown[] = [seniors]): Configuration {
  const { checkout } = checkoutConfiguration.experiments
  if (checkout === undefined) throw new Error('the fixture has no experiment')
  const flags = { 'simple-checkout': booleanFlag(rules as Parameters<typeof booleanFlag>[0]) }
  return configurationWith(flags, { experiments: { checkout: { ...checkout, ...rest } } })
}

function remembering(): { connect: (bootstrap: Configuration) => Client; kept: Map<string, string> } {
  const kept = new Map<string, string>()
  const assignments = { get: (key: string) => kept.get(key), set: (key: string, to: string) => void kept.set(key, to) }
  const options = { url: 'http://127.0.0.1:9', key: 'k', pollIntervalMs: 0, flushIntervalMs: 1e9 }
  return { connect: bootstrap => createClient({ ...options, bootstrap, assignments }), kept }
}

const users = Array.from({ length: 40 }, (_, n) => ({ targetingKey: `u${n}`, age: 70 }))
const onlyOff = [
  { variant: 'off', weight: 100 },
  { variant: 'on', weight: 0 },
]

test('a unit keeps its first variant when targeting, weights and coverage change', async () => {
  const { connect } = remembering()
  const before = connect(experiment({ sticky: true }))
  const variants = users.map(user => before.boolean('simple-checkout', false, user))
  expect(new Set(variants).size).toBe(2)
  const after = connect(experiment({ sticky: true, slots: [], variants: onlyOff }))
  expect(users.map(user => after.boolean('simple-checkout', false, { ...user, age: 20 }))).toEqual(variants)
  expect(after.details('simple-checkout', false, { ...users[0], age: 20 })).toMatchObject({
    reason: 'SPLIT',
    rule: 'seniors',
    exposures: [{ experiment: 'checkout', phase: 2, variant: variants[0] ? 'on' : 'off', unit: 'user' }],
  })
  expect(after.stats().waiting).toBe(40)
  expect(after.details('simple-checkout', true, { targetingKey: 'new', age: 20 })).toMatchObject({ reason: 'DEFAULT' })
})

test('it ends with the phase, and is not there unless the experiment asks for it', () => {
  const { connect, kept } = remembering()
  const first = connect(experiment({ sticky: true }))
  for (const user of users) first.boolean('simple-checkout', false, user)
  expect(kept.size).toBe(40)
  const phase3 = connect(experiment({ sticky: true, phase: 3, variants: onlyOff }))
  expect(users.some(user => phase3.boolean('simple-checkout', false, user))).toBe(false)
  const plain = connect(experiment({ variants: onlyOff }))
  expect(users.some(user => plain.boolean('simple-checkout', false, user))).toBe(false)
})

test('peek remembers nothing, exposed does', () => {
  const { connect, kept } = remembering()
  const client = connect(experiment({ sticky: true }))
  client.peek('simple-checkout', false, users[0])
  expect(kept.size).toBe(0)
  client.exposed('simple-checkout', users[0])
  expect(kept.size).toBe(1)
})

test('rules above, holdouts and switching off win', () => {
  const { connect } = remembering()
  const first = connect(
    experiment({
      sticky: true,
      variants: onlyOff.toReversed().map((arm, at) => ({ ...arm, weight: at === 0 ? 100 : 0 })),
    }),
  )
  expect(users.every(user => first.boolean('simple-checkout', false, user))).toBe(true)
  const above = connect(experiment({ sticky: true }, [staff, seniors]))
  expect(above.details('simple-checkout', true, { ...users[0], staff: true })).toMatchObject({
    value: false,
    rule: 'staff',
  })
  const heldOut = experiment({ sticky: true, holdouts: ['everybody'] })
  const held = connect({ ...heldOut, holdouts: { everybody: { unit: 'user', salt: 'h', coverage: 100 } } })
  expect(held.details('simple-checkout', true, users[0])).toMatchObject({ value: false, reason: 'DEFAULT' })
  const off = experiment({ sticky: true })
  const flag = off.flags['simple-checkout']
  const switchedOff = connect({
    ...off,
    flags: flag === undefined ? {} : { 'simple-checkout': { ...flag, on: false } },
  })
  expect(switchedOff.details('simple-checkout', true, users[0])).toMatchObject({ value: false, reason: 'DISABLED' })
})

test('a storage of assignments that throws leaves the plain answer', () => {
  const broken = () => {
    throw new Error('no')
  }
  const errors: string[] = []
  const client = createClient({
    url: 'http://127.0.0.1:9',
    key: 'k',
    bootstrap: experiment({ sticky: true }),
    pollIntervalMs: 0,
    assignments: { get: broken, set: broken },
    onError: ({ during }) => errors.push(during),
  })
  expect(client.details('simple-checkout', false, users[0])).toMatchObject({ reason: 'SPLIT' })
  expect(errors).toEqual(['evaluation'])
})
