import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Comparison, Condition } from '../../../src/contract/condition.ts'
import { allParts } from '../../../src/core/evaluate/all-parts.ts'
import type { Context } from '../../../src/core/evaluate/context.ts'
import { evaluate } from '../../../src/core/evaluate/evaluate.ts'
import { compileFlags } from '../../../src/core/evaluate/program.ts'
import { booleanFlag, configurationWith } from '../../sdk/fixture.ts'

const number = fc.constantFrom(-Number.MAX_VALUE, -1, -0, 0, 5e-324, 1e-323, 1.5, 2, 3, 65, 1e308, Number.MAX_VALUE)
const word = fc.constantFrom('', 'DE', 'de', 'AT', 'CH', '65', '2', 'DE.', 'DEAT.', '1.5')
const literal = fc.oneof(number, word, fc.boolean())
const value = fc.oneof(
  literal,
  fc.double(),
  fc.string(),
  fc.constantFrom(null, undefined, {}, Number.NaN),
  fc.array(literal),
)
const attribute = fc.constantFrom('age', 'country', 'premium', 'born', 'plan', 'constructor')
const negation = { negate: fc.boolean(), onMissing: fc.option(fc.constant('match' as const), { nil: undefined }) }

const comparison: fc.Arbitrary<Comparison> = fc.oneof(
  fc.record({ attribute, ...negation, op: fc.constantFrom('<', '<=', '>', '>='), value: number }),
  fc.record({ attribute, ...negation, op: fc.constant('between' as const), low: number, high: number }),
  fc.record({
    attribute,
    ...negation,
    op: fc.constant('equals' as const),
    value: literal,
    caseInsensitive: fc.boolean(),
  }),
  fc.record({
    attribute,
    ...negation,
    op: fc.constant('one-of' as const),
    values: fc.array(literal, { minLength: 1 }),
  }),
  fc.record({ attribute, ...negation, op: fc.constant('exists' as const) }),
  fc.record({ attribute, ...negation, op: fc.constant('contains' as const), value: word }),
)
const condition = fc.letrec<{ node: Condition }>(tie => ({
  node: fc.oneof(
    { maxDepth: 2, withCrossShrink: true },
    comparison,
    fc.array(comparison, { minLength: 1, maxLength: 3 }).map(all => ({ all })),
    fc.array(tie('node'), { minLength: 1, maxLength: 3 }).map(all => ({ all })),
    fc.array(tie('node'), { minLength: 1, maxLength: 3 }).map(any => ({ any })),
    tie('node').map(not => ({ not })),
    fc.record({ audience: fc.constantFrom('seniors', 'nobody-knows'), negate: fc.boolean() }),
  ),
})).node

// How a value sits in a context: as JSON would have it, inherited, hidden from loops, or throwing when it is read.
const seat = fc.constantFrom('plain', 'plain', 'plain', 'inherited', 'hidden', 'throwing')
const seats = fc.array(fc.tuple(attribute, value, seat), { maxLength: 6 })

function contextOf(taken: readonly [string, unknown, string][]): Context {
  const inherited = Object.fromEntries(taken.flatMap(([name, of, how]) => (how === 'inherited' ? [[name, of]] : [])))
  const made = Object.create(inherited)
  for (const [name, of, how] of taken) {
    if (how === 'plain') Object.defineProperty(made, name, { value: of, enumerable: true, configurable: true })
    if (how === 'hidden') Object.defineProperty(made, name, { value: of, configurable: true })
    const get = () => {
      throw new Error(`no ${name}`)
    }
    if (how === 'throwing') Object.defineProperty(made, name, { get, enumerable: true, configurable: true })
  }
  return made
}

const attributes = { age: 'number', country: 'string', premium: 'boolean', born: 'date' } as const
const audiences = { seniors: { all: [{ attribute: 'age', op: '>', value: 65 } as const] } }

// Notes are taken rule by rule without the index, so a walk with notes is what the index has to agree with.
const notes = { prerequisite: () => undefined, rule: () => undefined }

test('an index leaves exactly the rules open that match when they are asked one by one', () => {
  fc.assert(
    fc.property(fc.array(condition, { maxLength: 35 }), fc.array(seats, { minLength: 1 }), (conditions, contexts) => {
      const rules = conditions.map((each, i) => ({ id: `rule-${i}`, condition: each, serve: { variant: 'on' } }))
      const configuration = configurationWith({ f: booleanFlag(rules) }, { attributes, audiences })
      const flags = compileFlags(configuration, allParts)
      const bare = compileFlags(configuration, {})
      for (const taken of contexts) {
        const context = contextOf(taken)
        const answer = evaluate(flags.get('f'), 'f', context)
        const asked = evaluate(flags.get('f'), 'f', context, notes)
        expect(evaluate(bare.get('f'), 'f', context)).toEqual(asked)
        // With the index an attribute that throws may not be read at all.
        if (asked.errorCode !== 'GENERAL') expect(answer).toEqual(asked)
      }
    }),
    { numRuns: 400 },
  )
})

test('numbers, words and booleans are looked up, and a rule with more to it is still asked', () => {
  const quick: Condition = {
    all: [
      { attribute: 'age', op: '>', value: 65 },
      { not: { attribute: 'country', op: 'one-of', values: ['DE', 'AT'] } },
      { attribute: 'premium', op: 'equals', value: true },
    ],
  }
  const more: Condition = { all: [...quick.all, { attribute: 'email', op: 'ends-with', value: '@example.com' }] }
  const program = compileFlags(
    configurationWith({
      f: booleanFlag([
        { id: 'more', condition: more, serve: { variant: 'off' } },
        { id: 'quick', condition: quick, serve: { variant: 'on' } },
      ]),
    }),
    allParts,
  ).get('f')
  expect(program?.index?.map(({ attribute: name }) => name)).toEqual(['age', 'country', 'premium'])
  expect(program?.rules.map(({ indexed }) => indexed)).toEqual([false, true])
})

test('an attribute compared as more than one type, and more rules than bits, go without an index', () => {
  const one = (each: Condition, count: number) =>
    compileFlags(
      configurationWith({
        f: booleanFlag(
          Array.from({ length: count }, (_, i) => ({ id: `rule-${i}`, condition: each, serve: { variant: 'on' } })),
        ),
      }),
      allParts,
    ).get('f')?.index
  const above: Condition = { attribute: 'x', op: '>', value: 1 }
  expect(one(above, 32)).toHaveLength(1)
  expect(one(above, 33)).toBeUndefined()
  expect(one({ all: [above, { attribute: 'x', op: 'equals', value: 'a' }] }, 1)).toBeUndefined()
})
