import { expect, expectTypeOf, test } from 'vitest'
import type { ModelEvent } from '../../sdk/src/model-event.ts'
import type { PropertyKind, Treatment } from '../../sdk/src/model-property.ts'
import type { Treatment as ContractTreatment, PropertyType } from '../../src/contract/event-definition.ts'
import type { WrittenEvent } from '../../src/contract/model-file.ts'
import { typeErrors } from '../type-errors.ts'

const head = `import { active, count, funnel, mean, model, personal, proportion, quantile, ratio, retention, sensitive, sum } from '@assay/sdk/model'
const events = {
  buy: { owner: 'shop', properties: { amount: 'number!', code: 'string', plan: ['free', 'paid'], at: 'timestamp', done: 'boolean', email: personal('string', 'hash') } },
  seen: { owner: 'shop' },
} as const
export const unused = [active, count, funnel, mean, model, personal, proportion, quantile, ratio, retention, sensitive, sum]
`
const lines = head.split('\n').length

// Every one of these is wrong in one way; what is said about it must name what is wrong.
const wrong: [what: string, code: string, said: string][] = [
  ['an unknown event', `metrics: { m: proportion('bye') }`, 'there is no event bye'],
  ['an unknown property', `metrics: { m: mean('buy', 'amont') }`, 'event buy has no property amont'],
  ['a property of an event without any', `metrics: { m: mean('seen', 'amount') }`, 'event seen has no property amount'],
  ['a sum of texts', `metrics: { m: ratio(sum('buy', 'code'), count('buy')) }`, 'buy.code is no number'],
  ['a quantile of moments', `metrics: { m: quantile('buy', 'at', 0.5) }`, 'buy.at is no number'],
  ['an unknown event under a fraction', `metrics: { m: ratio(count('buy'), count('by')) }`, 'there is no event by'],
  ['a filter by an unknown property', `metrics: { m: proportion('buy').where({ kode: ['x'] }) }`, 'no property kode'],
  [
    'a filter by a number where texts are',
    `metrics: { m: proportion('buy').where({ code: [1] }) }`,
    'buy.code is never 1',
  ],
  [
    'a filter by a text that is not allowed',
    `metrics: { m: mean('buy').where({ plan: ['gold'] }) }`,
    'buy.plan is never gold',
  ],
  ['a filter by a moment', `metrics: { m: proportion('buy').where({ at: ['2026-01-01'] }) }`, 'buy.at is never'],
  ['a funnel over an unknown event', `metrics: { m: funnel('seen', 'pay', 'buy') }`, 'there is no event pay'],
  [
    'a funnel that excludes an unknown event',
    `metrics: { m: funnel('seen', 'buy').excluding('x') }`,
    'there is no event x',
  ],
  [
    'a funnel with a wrong filter',
    `metrics: { m: funnel('seen', { event: 'buy', where: { plan: ['gold'] } }) }`,
    'buy.plan is never gold',
  ],
  ['a funnel of one step', `metrics: { m: funnel('seen') }`, 'at least 2'],
  ['a funnel within nothing known', `metrics: { m: funnel('seen', 'buy').within('1 day') }`, 'not assignable'],
  ['a retention without a day', `metrics: { m: retention('seen') }`, 'definition'],
  [
    'a retention since an unknown event',
    `metrics: { m: retention('seen').day(7).since('join') }`,
    'there is no event join',
  ],
  ['an unknown active event', `metrics: { m: active('sen').days(7) }`, 'there is no event sen'],
  ['a cap on a share', `metrics: { m: proportion('buy').cap(0.9) }`, "'cap' does not exist"],
  ['an unknown direction', `metrics: { m: proportion('buy').better('left') }`, 'not assignable'],
  ['a dimension over an unknown property', `dimensions: { d: 'buy.plam' }`, 'event buy has no property plam'],
  ['a dimension over an unknown event', `dimensions: { d: 'by.plan' }`, 'there is no event by'],
  ['a dimension over an unknown field', `dimensions: { d: '$planet' }`, 'the context has no planet'],
  ['a dimension over a person', `dimensions: { d: 'buy.email' }`, 'buy.email is personal'],
  ['a dimension over nothing', `dimensions: { d: { source: 'plan' } }`, 'EVENT.PROPERTY'],
]
const wrongEvents: [what: string, code: string, said: string][] = [
  [
    'a personal property without treatment',
    `e: { owner: 'o', properties: { p: personal('string') } }`,
    'Expected 2-3 arguments',
  ],
  [
    'the same in full',
    `e: { owner: 'o', properties: { p: { type: 'string', privacy: { class: 'personal' } } } }`,
    "'treatment' is missing",
  ],
  [
    'a sensitive property without treatment',
    `e: { owner: 'o', properties: { p: sensitive('string!') } }`,
    'Expected 2-3 arguments',
  ],
  ['a number as a hash', `e: { owner: 'o', properties: { p: personal('number', 'hash') } }`, '"hash"'],
  ['an unknown type', `e: { owner: 'o', properties: { p: 'text' } }`, '"text"'],
  ['an event without an owner', `e: { properties: {} }`, "'owner' is missing"],
  ['a field nobody knows', `e: { owner: 'o', priorty: 'high' }`, 'an event has no field priorty'],
  ['a length of time nobody knows', `e: { owner: 'o', retention: '400 days' }`, '"400 days"'],
  ['a share nobody knows', `e: { owner: 'o', expect: { duplicates: 'few' } }`, '"few"'],
  [
    'completeness against an unknown event',
    `e: { owner: 'o', properties: { id: 'string' }, expect: { completeness: { against: 'f', by: 'id', min: 0.9 } } }`,
    'there is no event f',
  ],
  [
    'completeness by an unknown property',
    `e: { owner: 'o', expect: { completeness: { against: 'e', by: 'id', min: 0.9 } } }`,
    'event e has no property id',
  ],
]

const right = `${head}
export default model({
  timeZone: 'Europe/Berlin',
  units: { user: 'user_id' },
  events: {
    ...events,
    ask: { owner: 'shop', properties: { x: sensitive('boolean!', 'drop', { purpose: 'care', retention: '30d' }), id: { type: 'string!', description: 'of the order' } } },
    reply: { owner: 'shop', properties: { id: 'string' }, expect: { freshness: '15m', duplicates: '<0.5%', completeness: { against: 'ask', by: 'id', min: 0.9 } } },
  },
  dimensions: { country: '$country', plan: 'buy.plan', named: { name: 'Plan', source: 'buy.plan' } },
  metrics: {
    a: proportion('buy').where({ plan: ['paid'], done: [true] }).name('A').owner('shop').describe('said'),
    b: mean('buy', 'amount').cap(0.999).better('down').measure('EUR').where({ code: ['x', 'y'] }),
    c: ratio(sum('buy', 'amount').where({ amount: [1, 2] }), count('seen')),
    d: funnel('seen', { event: 'buy', where: { plan: ['free'] } }).within('2h').excluding('ask'),
    e: retention('seen').day(7).since('ask'),
    f: quantile('buy', 'amount', 0.5).perUnit(),
    g: active().days(28),
  },
})
`

const fileOf = (name: string, index: number) => `${name}-${index}.ts`
const inModel = (events: string, more: string) => `export default model({ events: ${events}, ${more} })\n`

test('what does not fit does not compile, and the error says why', async () => {
  const files = {
    'right.ts': right,
    ...Object.fromEntries(wrong.map(([, code], i) => [fileOf('metric', i), head + inModel('events', code)])),
    ...Object.fromEntries(wrongEvents.map(([, code], i) => [fileOf('event', i), head + inModel(`{ ${code} }`, '')])),
  }
  const errors = await typeErrors(files)
  expect(errors['right.ts']).toEqual([])
  const check = (name: string, [what, , said]: [string, string, string], index: number) => {
    const found = errors[fileOf(name, index)] ?? []
    expect(found.map(({ message }) => message).join('\n'), what).toContain(said)
    for (const { line } of found) expect(line, what).toBe(lines)
  }
  wrong.forEach((each, index) => void check('metric', each, index))
  wrongEvents.forEach((each, index) => void check('event', each, index))
})

test('the SDK says in types what the contract says in schemas', () => {
  expectTypeOf<Treatment>().toEqualTypeOf<ContractTreatment>()
  expectTypeOf<PropertyKind>().toEqualTypeOf<PropertyType>()
  expectTypeOf<keyof ModelEvent>().toEqualTypeOf<keyof WrittenEvent>()
  expectTypeOf<keyof NonNullable<ModelEvent['expect']>>().toEqualTypeOf<keyof NonNullable<WrittenEvent['expect']>>()
})
