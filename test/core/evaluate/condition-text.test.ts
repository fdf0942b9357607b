import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Condition } from '../../../src/contract/condition.ts'
import {
  conditionText,
  type DraftCondition,
  isWritten,
  unwrittenIn,
} from '../../../src/core/evaluate/condition-text.ts'

const above65: Condition = { attribute: 'age', op: '>', value: 65 }
const inEurope: Condition = { attribute: 'country', op: 'one-of', values: ['DE', 'FR'] }

describe('a condition as a sentence', () => {
  it.each<[Condition, string]>([
    [above65, 'age is above 65'],
    [{ all: [above65, inEurope] }, 'age is above 65 and country is one of DE, FR'],
    [
      { any: [above65, { all: [inEurope, above65] }] },
      'age is above 65 or (country is one of DE, FR and age is above 65)',
    ],
    [{ not: { any: [above65, inEurope] } }, 'not (age is above 65 or country is one of DE, FR)'],
    [{ audience: 'dach', negate: true }, 'not in audience Germany and neighbours'],
    [{ audience: 'unnamed' }, 'in audience unnamed'],
    [{ attribute: 'id', op: 'in-list', list: 'staff' }, 'id is in list Our staff'],
    [{ attribute: 'age', op: 'between', low: 18, high: 25 }, 'age is between 18 and 25'],
    [{ attribute: 'app', op: 'semver>=', value: '2.10.0' }, 'app is at least version 2.10.0'],
    [{ attribute: 'plan', op: 'exists', negate: true }, 'plan is not known'],
    [{ attribute: 'mail', op: 'matches', value: '@shop\\.example$' }, 'mail matches /@shop\\.example$/'],
    [{ attribute: 'city', op: 'equals', value: 'New York', caseInsensitive: true }, 'city is "New York" in any case'],
    [{ attribute: 'code', op: 'equals', value: '65' }, 'code is "65"'],
    [
      { attribute: 'plan', op: 'equals', value: 'free', negate: true, onMissing: 'match' },
      'plan is not free or is not known',
    ],
    [
      { attribute: 'n', op: 'one-of', values: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10] },
      'n is one of 1, 2, 3, 4, 5, 6, 7, 8 and 2 more',
    ],
  ])('%j', (condition, sentence) => {
    const names = { audiences: new Map([['dach', 'Germany and neighbours']]), lists: new Map([['staff', 'Our staff']]) }
    expect(conditionText(condition, names)).toBe(sentence)
  })

  it('shows gaps where something is still to be written, and says which', () => {
    const draft: DraftCondition = {
      all: [
        { attribute: '', op: 'equals' },
        { attribute: 'age', op: 'between', low: 1 },
        { audience: '' },
        { any: [] },
      ],
    }
    expect(conditionText(draft)).toBe('… is … and age is between 1 and … and in audience … and …')
    expect(unwrittenIn(draft, '/condition').map(({ path }) => path)).toEqual([
      '/condition/all/0/attribute',
      '/condition/all/0/value',
      '/condition/all/1/high',
      '/condition/all/2/audience',
      '/condition/all/3',
    ])
    expect(isWritten(draft)).toBe(false)
  })
})

const leaf = fc.oneof(
  fc.record({
    attribute: fc.constantFrom('', 'age'),
    op: fc.constantFrom('<', '>'),
    value: fc.option(fc.integer(), { nil: undefined }),
  }),
  fc.record({
    attribute: fc.constant('x'),
    op: fc.constant('one-of'),
    values: fc.array(fc.string(), { maxLength: 2 }),
  }),
  fc.record({ audience: fc.constantFrom('', 'dach') }),
)
const { condition: anyDraft } = fc.letrec(tie => ({
  condition: fc.oneof(
    { maxDepth: 3 },
    leaf,
    fc.record({ all: fc.array(tie('condition'), { maxLength: 3 }) }),
    fc.record({ not: tie('condition') }),
  ),
}))

it('finds written exactly what the contract takes', () => {
  fc.assert(
    fc.property(anyDraft, draft => {
      const json = JSON.parse(JSON.stringify(draft)) as DraftCondition
      expect(isWritten(json)).toBe(Condition.safeParse(json).success)
    }),
  )
})
