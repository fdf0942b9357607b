import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Comparison, Condition } from '../../../src/contract/condition.ts'
import { compile } from '../../../src/core/evaluate/compile.ts'
import type { References } from '../../../src/core/evaluate/condition.ts'
import type { Context } from '../../../src/core/evaluate/context.ts'
import { rareOperators } from '../../../src/core/evaluate/rare-operators.ts'
import { booleanFlag, configurationWith } from '../../sdk/fixture.ts'
import { ask } from './ask.ts'

const references: Omit<References, 'slots'> = {
  attributes: {},
  audiences: {},
  list: key => (key === 'l' ? new Set(['1']) : undefined),
  rare: rareOperators,
}

// Kleene's strong logic of indeterminacy (1938), with `null` for unknown; the tables are written out, nothing is compiled.
type Truth = boolean | null
const not = (a: Truth): Truth => (a === null ? null : !a)
const and = (a: Truth, b: Truth): Truth => (a === false || b === false ? false : a === null || b === null ? null : true)
const or = (a: Truth, b: Truth): Truth => not(and(not(a), not(b)))

function kleene(condition: Condition, context: Context): Truth {
  if ('all' in condition) return condition.all.map(part => kleene(part, context)).reduce(and)
  if ('any' in condition) return condition.any.map(part => kleene(part, context)).reduce(or)
  if ('not' in condition) return not(kleene(condition.not, context))
  if ('audience' in condition || condition.op !== 'equals') throw new Error('only equals is generated')
  const value = context[condition.attribute]
  if (value === undefined) return condition.onMissing === 'match' ? true : null
  return (value === condition.value) !== (condition.negate === true)
}

const name = fc.constantFrom('a', 'b', 'c')
const leaf: fc.Arbitrary<Comparison> = fc.record(
  {
    attribute: name,
    op: fc.constant('equals' as const),
    value: fc.boolean(),
    negate: fc.boolean(),
    onMissing: fc.constant('match' as const),
  },
  { requiredKeys: ['attribute', 'op', 'value'] },
)
const { tree } = fc.letrec<{ tree: Condition }>(tie => ({
  tree: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    leaf,
    fc.array(tie('tree'), { minLength: 1, maxLength: 3 }).map(all => ({ all })),
    fc.array(tie('tree'), { minLength: 1, maxLength: 3 }).map(any => ({ any })),
    tie('tree').map(part => ({ not: part })),
  ),
}))

test('pushing negation to the comparisons is the same as three-valued logic', () => {
  fc.assert(
    fc.property(tree, fc.dictionary(name, fc.boolean()), (condition, context) => {
      expect(ask(condition, context, references)).toBe(kleene(condition, context) === true)
    }),
    { numRuns: 5000 },
  )
})

const hostileValue = fc.oneof(
  fc.anything({
    withBigInt: true,
    withDate: true,
    withMap: true,
    withNullPrototype: true,
    withTypedArray: true,
    withSparseArray: true,
  }),
  fc.constantFrom(
    Number.NaN,
    Number.POSITIVE_INFINITY,
    -0,
    Symbol('s'),
    () => 1,
    new Proxy([], {
      get: () => {
        throw new Error('no')
      },
    }),
    'x'.repeat(1_000_000),
  ),
)
const everyOperator: Comparison[] = [
  { attribute: 'x', op: 'equals', value: 'a' },
  { attribute: 'x', op: 'one-of', values: ['a', 1, true] },
  { attribute: 'x', op: 'contains', value: 'a' },
  { attribute: 'x', op: 'starts-with', value: 'a', caseInsensitive: true },
  { attribute: 'x', op: 'ends-with', value: 'a' },
  { attribute: 'x', op: 'matches', value: '(a+)+$' },
  { attribute: 'x', op: '<', value: 1 },
  { attribute: 'x', op: '<=', value: 1 },
  { attribute: 'x', op: '>', value: 1 },
  { attribute: 'x', op: '>=', value: 1 },
  { attribute: 'x', op: 'between', low: 1, high: 2 },
  { attribute: 'x', op: 'before', value: '2026-01-01' },
  { attribute: 'x', op: 'after', value: 0 },
  { attribute: 'x', op: 'semver=', value: '1.0.0' },
  { attribute: 'x', op: 'semver>', value: '1' },
  { attribute: 'x', op: 'exists' },
  { attribute: 'x', op: 'in-list', list: 'l' },
]

test('evaluation is total: whatever the attributes are, an answer comes back', () => {
  const rules = everyOperator.map((condition, i) => ({ id: `r${i}`, condition, serve: { variant: 'on' } }))
  const split = { id: 'split', serve: { experiment: 'checkout' } }
  const evaluator = compile(configurationWith({ f: booleanFlag([...rules, split]) }, { lists: { l: ['1'] } }))
  fc.assert(
    fc.property(fc.oneof(fc.record({ x: hostileValue, targetingKey: hostileValue }), hostileValue), context => {
      const resolution = evaluator.resolve('f', context as Context)
      expect(['on', 'off', undefined]).toContain(resolution.variant)
      expect(resolution.reason).toBeTypeOf('string')
      expect(evaluator.trace('f', context as Context).resolution).toEqual(resolution)
    }),
    { numRuns: 3000 },
  )
})

test('attributes are own properties only, and nothing a context holds changes any prototype', () => {
  const exists = (attribute: string) => (context: Context) => ask({ attribute, op: 'exists' }, context, references)
  class Person {
    get age() {
      return 70
    }
  }
  expect(exists('age')(new Person() as unknown as Context)).toBe(false)
  expect(exists('__proto__')({})).toBe(false)
  expect(exists('__proto__')(JSON.parse('{"__proto__": {"polluted": true}}'))).toBe(true)
  expect(exists('polluted')(JSON.parse('{"__proto__": {"polluted": true}}'))).toBe(false)
  expect('polluted' in {}).toBe(false)
})

test('audiences that contain each other are false either way', () => {
  const audiences = { a: { audience: 'b' }, b: { not: { audience: 'a' } } }
  for (const condition of [{ audience: 'a' }, { audience: 'a', negate: true }, { not: { audience: 'b' } }]) {
    expect(ask(condition, {}, { ...references, audiences })).toBe(false)
  }
})
