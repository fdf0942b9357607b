import { expect, it } from 'vitest'
import type { Targeting } from '../../../src/contract/flag.ts'
import { ruleText, soleVariant, targetingText } from '../../../src/core/evaluate/serving-text.ts'

const above65 = { attribute: 'age', op: '>' as const, value: 65 }
const half = {
  coverage: 100,
  unit: 'user',
  variants: [
    { variant: 'new', weight: 50 },
    { variant: 'old', weight: 50 },
  ],
}
const everyone = {
  ...half,
  variants: [
    { variant: 'new', weight: 100 },
    { variant: 'old', weight: 0 },
  ],
}
const on = (...rules: Omit<Targeting['rules'][number], 'id'>[]): Targeting => ({
  on: true,
  fallthrough: 'old',
  rules: rules.map((rule, at) => ({ ...rule, id: `rule-${at}` })),
})

it.each<[Targeting | undefined, string, string | undefined]>([
  [undefined, 'off for everyone', undefined],
  [{ ...on(), on: false }, 'off for everyone', 'old'],
  [on(), 'old for everyone', 'old'],
  [on({ serve: { variant: 'new' } }), 'new for everyone', 'new'],
  [on({ serve: { rollout: everyone } }), 'new for everyone', 'new'],
  [on({ serve: { rollout: half } }), 'new 50 %, old 50 % for everyone', undefined],
  [on({ serve: { rollout: { ...half, coverage: 20 } } }), '20 % of users: new 50 %, old 50 %, else old', undefined],
  [on({ condition: above65, serve: { variant: 'new' } }), 'new when age is above 65, else old', undefined],
  [
    on({ condition: above65, serve: { variant: 'new' } }, { serve: { variant: 'old' } }),
    '2 rules, else old',
    undefined,
  ],
])('says what a flag does in a few words: %j', (targeting, text, sole) => {
  expect(targetingText(targeting, 'off')).toBe(text)
  if (targeting !== undefined) expect(soleVariant(targeting)).toBe(sole)
})

it('says a rule as one sentence', () => {
  const experiments = new Map([['try-it', 'A simpler checkout']])
  expect(ruleText({ condition: above65, serve: { experiment: 'try-it' } }, { experiments })).toBe(
    'When age is above 65, serve the experiment A simpler checkout.',
  )
  expect(ruleText({ serve: { variant: 'new' } })).toBe('Serve everyone new.')
})
