import { expect, test } from 'vitest'
import type { Condition } from '../../../src/contract/condition.ts'
import { Flag } from '../../../src/contract/flag.ts'
import type { Definitions } from '../../../src/core/evaluate/definitions.ts'
import { validateAudience, validateFlag } from '../../../src/core/evaluate/validate.ts'

const nothing: Definitions = { flags: [], audiences: [], lists: [], attributes: [], experiments: [] }

function flag(key: string, rest: object = {}): Flag {
  const variants = [
    { key: 'on', value: true },
    { key: 'off', value: false },
  ]
  return Flag.parse({ key, name: key, type: 'boolean', variants, off: 'off', environments: {}, ...rest })
}

function withRule(rule: object): Flag {
  return flag('f', { environments: { production: { on: true, rules: [{ id: 'r', ...rule }], fallthrough: 'off' } } })
}

function withCondition(condition: Condition): Flag {
  return withRule({ condition, serve: { variant: 'on' } })
}

test('a sound flag has no issues', () => {
  expect(validateFlag(withCondition({ attribute: 'age', op: '>', value: 65 }), nothing)).toEqual([])
})

test('variants that do not exist are named with those that do', () => {
  const broken = flag('f', { off: 'none', environments: { production: { on: true, rules: [], fallthrough: 'gone' } } })
  expect(validateFlag(broken, nothing)).toEqual([
    { path: '/off', message: 'there is no variant none; use one of on, off' },
    { path: '/environments/production/fallthrough', message: 'there is no variant gone; use one of on, off' },
  ])
  const weights = [{ variant: 'blue', weight: 100 }]
  expect(validateFlag(withRule({ serve: { rollout: { variants: weights } } }), nothing)).toMatchObject([
    { path: '/environments/production/rules/0/serve/rollout/variants/0/variant' },
  ])
  const needing = flag('f', { prerequisites: [{ flag: 'g', variants: ['on', 'blue'] }] })
  expect(validateFlag(needing, { ...nothing, flags: [flag('g')] })).toMatchObject([
    { path: '/prerequisites/0/variants/1' },
  ])
})

test('a value of another type and a name used twice are refused', () => {
  const variants = [
    { key: 'on', value: 'yes' },
    { key: 'off', value: false },
    { key: 'off', value: true },
  ]
  expect(validateFlag(flag('f', { variants }), nothing)).toMatchObject([
    { path: '/variants/0/value' },
    { path: '/variants/2/key' },
  ])
})

test('a cycle of prerequisites is shown step by step', () => {
  const needing = (key: string, needed: string) => flag(key, { prerequisites: [{ flag: needed, variants: ['on'] }] })
  const flags = [needing('g', 'h'), needing('h', 'f'), needing('x', 'x')]
  expect(validateFlag(needing('f', 'g'), { ...nothing, flags })).toEqual([
    { path: '/prerequisites', message: 'the flag needs itself (f > g > h > f); remove one of these steps' },
  ])
  expect(validateFlag(needing('f', 'x'), { ...nothing, flags })).toEqual([])
})

test('a cycle of audiences is shown step by step', () => {
  const audiences = [{ key: 'b', name: 'B', condition: { any: [{ not: { audience: 'a' } }] } }]
  expect(validateAudience({ key: 'a', name: 'A', condition: { audience: 'b' } }, { ...nothing, audiences })).toEqual([
    { path: '/condition', message: 'the audience contains itself (a > b > a); remove one of these steps' },
  ])
})

test.each<[Condition, string, string]>([
  [{ attribute: 'x', op: 'matches', value: '(' }, '/value', ') is missing'],
  [{ attribute: 'x', op: 'matches', value: '(a)\\1' }, '/value', 'not supported'],
  [{ attribute: 'x', op: 'semver>', value: 'v1.0.0' }, '/value', 'without a leading v'],
  [{ attribute: 'x', op: 'before', value: '23.11.2026' }, '/value', 'write it like 2026-11-23'],
  [{ attribute: 'x', op: 'between', low: 2, high: 1 }, '/low', 'exchange'],
  [{ attribute: 'age', op: 'equals', value: 'old' }, '/value', 'declared as a number'],
  [{ attribute: 'age', op: 'one-of', values: [1, true] }, '/values/1', 'declared as a number'],
  [{ attribute: 'version', op: 'equals', value: '1.x' }, '/value', 'no version'],
])('%j is refused with what to do', (condition, path, message) => {
  const attributes = [
    { key: 'age', type: 'number' as const, private: false },
    { key: 'version', type: 'semver' as const, private: false },
  ]
  const issues = validateFlag(withCondition({ all: [{ not: condition }] }), { ...nothing, attributes })
  expect(issues).toEqual([
    { path: `/environments/production/rules/0/condition/all/0/not${path}`, message: expect.stringContaining(message) },
  ])
})

test('conditions do not nest without end', () => {
  let condition: Condition = { attribute: 'x', op: 'exists' }
  for (let level = 0; level < 40; level++) condition = { not: condition }
  expect(validateFlag(withCondition(condition), nothing)).toMatchObject([
    { message: expect.stringContaining('30 levels') },
  ])
})
