import { describe, expect, it } from 'vitest'
import { Audience } from '../../../src/contract/audience.ts'
import { Flag } from '../../../src/contract/flag.ts'
import { audienceUses } from '../../../src/core/model/audience-use.ts'
import { flagChangeTexts } from '../../../src/core/model/flag-change-text.ts'
import { staleness } from '../../../src/core/model/stale-flag.ts'

const dayMs = 86_400_000
const rule = (id: string, value: number) => ({
  id,
  condition: { attribute: 'age', op: '>', value },
  serve: { variant: 'new' },
})
const flagOf = (rules: object[], more: object = {}) =>
  Flag.parse({
    key: 'search',
    name: 'Search',
    type: 'string',
    variants: [
      { key: 'new', value: 'new' },
      { key: 'old', value: 'old' },
    ],
    off: 'old',
    environments: { production: { on: true, rules, fallthrough: 'old' } },
    ...more,
  })

describe('what changes in a flag, in words', () => {
  it('names rules that came, went, changed and moved, and nothing else', () => {
    const before = flagOf([rule('a', 65), rule('b', 50), rule('c', 40)])
    const after = flagOf([rule('b', 50), rule('a', 66), rule('d', 30)], { owner: 'search' })
    expect(flagChangeTexts(before, after)).toEqual([
      { where: 'Flag', says: 'owner: search', was: 'none', kind: 'changed' },
      {
        where: 'production',
        says: 'When age is above 66, serve new.',
        was: 'When age is above 65, serve new.',
        kind: 'changed',
      },
      { where: 'production', says: 'When age is above 30, serve new.', kind: 'added' },
      { where: 'production', says: 'When age is above 40, serve new.', kind: 'removed' },
      { where: 'production', says: 'order of the rules: b, a, d', kind: 'changed' },
    ])
    expect(flagChangeTexts(before, before)).toEqual([])
  })
})

describe('a stale flag', () => {
  const known = { updatedMs: 0, lastEvaluatedMs: undefined }

  it('serves one variant to everyone and was not changed for 60 days', () => {
    expect(staleness(flagOf([]), { ...known, nowMs: 60 * dayMs })).toEqual({
      is: 'rolled-out',
      variant: 'old',
      days: 60,
    })
    expect(staleness(flagOf([]), { ...known, nowMs: 59 * dayMs })).toBeUndefined()
    expect(staleness(flagOf([rule('a', 65)]), { ...known, nowMs: 99 * dayMs })).toBeUndefined()
  })

  it('was evaluated once, and not for 30 days; one nobody ever told of is not', () => {
    const young = { updatedMs: 0, nowMs: 31 * dayMs }
    expect(staleness(flagOf([]), { ...young, lastEvaluatedMs: dayMs })).toEqual({ is: 'not-evaluated', days: 30 })
    expect(staleness(flagOf([]), { ...young, lastEvaluatedMs: 2 * dayMs })).toBeUndefined()
    expect(staleness(flagOf([]), { ...young, lastEvaluatedMs: undefined })).toBeUndefined()
  })
})

it('finds where an audience is used, through other audiences too', () => {
  const audience = (key: string, condition: object) => Audience.parse({ key, name: key, condition })
  const audiences = [
    audience('old', { attribute: 'age', op: '>', value: 65 }),
    audience('old-dach', { all: [{ audience: 'old' }, { attribute: 'country', op: 'equals', value: 'DE' }] }),
    audience('other', { attribute: 'age', op: '<', value: 5 }),
  ]
  const flag = flagOf([
    { id: 'a', condition: { not: { audience: 'old-dach' } }, serve: { variant: 'new' } },
    { id: 'b', condition: { audience: 'other' }, serve: { variant: 'new' } },
  ])
  expect(audienceUses('old', [flag], audiences)).toEqual([
    { in: 'flag', flag: 'search', name: 'Search', environment: 'production', rule: 'a', number: 1, on: true },
    { in: 'audience', audience: 'old-dach', name: 'old-dach' },
  ])
})
