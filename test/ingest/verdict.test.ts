import { Ajv } from 'ajv'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { EventDefinition } from '../../src/contract/event-definition.ts'
import { compileDefinitions } from '../../src/ingest/validator.ts'
import { type Judgement, judgeOf } from '../../src/ingest/verdict.ts'
import { purchase, startMs, unitFields } from '../store/events/fixture.ts'

const day = 86_400_000
const serverOnly: EventDefinition = { ...purchase, key: 'refund', source: 'server', properties: {} }
const odd: EventDefinition = {
  ...purchase,
  key: 'odd',
  properties: Object.fromEntries([
    ['constructor', { type: 'string' as const, required: true }],
    ['valueof', { type: 'string' as const, required: false }],
  ]),
}
const definitions = compileDefinitions(unitFields, [purchase, serverOnly, odd])

function judge(raw: unknown, more: Partial<Judgement> = {}) {
  const judgement: Judgement = {
    project: 'shop',
    environment: 'production',
    kind: 'client',
    definitions,
    receivedMs: startMs,
    sentMs: undefined,
    trusted: false,
    uuid: () => 'made-up',
    ...more,
  }
  const { line, ...judged } = judgeOf(judgement)(raw)
  return { ...judged, record: JSON.parse(line) }
}

const event = (more: Record<string, unknown> = {}) => ({
  id: 'e1',
  event: 'purchase',
  time: startMs,
  user_id: 'u1',
  properties: { order_id: 'o1', amount: 9.99 },
  ...more,
})

describe('a valid event', () => {
  test('becomes a record with everything declared', () => {
    const properties = {
      order_id: 'o"1',
      amount: 1e-7,
      items: 3,
      gift: true,
      ships_at: '2026-12-24T18:00:00+01:00',
      currency: 'USD',
    }
    const context = { platform: 'web', country: 'DE', secret: 'not kept' }
    expect(judge(event({ properties, context, sequence: 0, device_id: 77 }))).toEqual({
      id: 'e1',
      dropped: undefined,
      record: {
        project: 'shop',
        environment: 'production',
        id: 'e1',
        event: 'purchase',
        time: startMs,
        received: startMs,
        clock: 'ok',
        sequence: 0,
        units: { user_id: 'u1', device_id: '77' },
        context: { platform: 'web', country: 'DE' },
        properties: { ...properties, ships_at: Date.UTC(2026, 11, 24, 17) },
      },
    })
  })

  test('loses undeclared properties, and says which', () => {
    const { record, dropped, fault } = judge(
      event({ properties: { order_id: 'o', amount: 1, email: 'a@b.c', nested: { a: [1] } } }),
    )
    expect(fault).toBeUndefined()
    expect(dropped).toEqual(['email', 'nested'])
    expect(JSON.stringify(record)).not.toContain('a@b.c')
  })

  test('null and absent optional properties are simply not there', () => {
    expect(judge(event({ properties: { order_id: 'o', amount: 1, items: null } })).record.properties).toEqual({
      order_id: 'o',
      amount: 1,
    })
  })

  test('null stands for absent everywhere', () => {
    const { fault, record } = judge(
      event({
        sequence: null,
        context: null,
        sent_at: null,
        device_id: null,
        properties: { order_id: 'o', amount: 1 },
      }),
    )
    expect(fault).toBeUndefined()
    expect(record.context).toBeUndefined()
  })

  test('halves of characters become U+FFFD, all other texts survive', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.nat(0xffff).map(code => String.fromCharCode(code)) }), text => {
        fc.pre(text !== '')
        const { record } = judge(
          event({ id: text, user_id: text, properties: { order_id: text, amount: 1 }, context: { platform: text } }),
        )
        const kept = text.toWellFormed()
        expect([record.id, record.units.user_id, record.properties.order_id, record.context.platform]).toEqual([
          kept,
          kept,
          kept,
          kept,
        ])
      }),
      { numRuns: 500 },
    )
  })

  test('exposures are checked like any other event', () => {
    const exposure = { experiment: 'checkout', phase: 1, variant: 'simple' }
    expect(judge(event({ event: '$exposure', properties: exposure })).fault).toBeUndefined()
    expect(judge(event({ event: '$exposure', properties: { ...exposure, phase: 1.5 } })).fault?.reason).toBe(
      'mistyped-property',
    )
  })

  test('servers may send what clients may not', () => {
    expect(judge(event({ event: 'refund' })).fault).toEqual({
      reason: 'wrong-source',
      detail: 'refund is taken from servers only',
    })
    expect(judge(event({ event: 'refund' }), { kind: 'server' }).fault).toBeUndefined()
  })
})

describe('a quarantined event', () => {
  const without = (field: string) => Object.fromEntries(Object.entries(event()).filter(([name]) => name !== field))
  test.each([
    ['a number', 5, 'malformed-event'],
    ['null', null, 'malformed-event'],
    ['a list', [event()], 'malformed-event'],
    ['no id', without('id'), 'malformed-event'],
    ['an empty id', event({ id: '' }), 'malformed-event'],
    ['an id too long', event({ id: 'x'.repeat(201) }), 'malformed-event'],
    ['no event', without('event'), 'malformed-event'],
    ['no time', without('time'), 'malformed-event'],
    ['a time without zone', event({ time: '2026-11-23T12:00:00' }), 'malformed-event'],
    ['a time that is none', event({ time: 'yesterday' }), 'malformed-event'],
    ['a time out of range', event({ time: 1e300 }), 'malformed-event'],
    ['a sent_at that is none', event({ sent_at: 'x' }), 'malformed-event'],
    ['a negative sequence', event({ sequence: -1 }), 'malformed-event'],
    ['properties that are a list', event({ properties: [] }), 'malformed-event'],
    ['a context that is a text', event({ context: 'web' }), 'malformed-event'],
    ['a context of numbers', event({ context: { platform: 1 } }), 'malformed-event'],
    ['a unit that is an object', event({ user_id: {} }), 'malformed-event'],
    ['a unit too long', event({ user_id: 'x'.repeat(201) }), 'malformed-event'],
    ['an unknown event', event({ event: 'nonsense' }), 'unknown-event'],
    ['an event named like a method', event({ event: 'toString' }), 'unknown-event'],
    ['an event named __proto__', event({ event: '__proto__' }), 'unknown-event'],
    ['no unit', without('user_id'), 'no-unit'],
    ['an empty unit', event({ user_id: '' }), 'no-unit'],
    ['no properties', without('properties'), 'missing-property'],
    ['a missing property', event({ properties: { amount: 1 } }), 'missing-property'],
    ['a required property that is null', event({ properties: { order_id: null, amount: 1 } }), 'missing-property'],
    ['a number in quotes', event({ properties: { order_id: 'o', amount: '1' } }), 'mistyped-property'],
    ['NaN as text', event({ properties: { order_id: 'o', amount: 'NaN' } }), 'mistyped-property'],
    [
      'a number beyond every double',
      event({ properties: JSON.parse('{"order_id":"o","amount":1e999}') }),
      'mistyped-property',
    ],
    [
      'a fraction for a whole number',
      event({ properties: { order_id: 'o', amount: 1, items: 1.5 } }),
      'mistyped-property',
    ],
    [
      'a whole number that lost digits',
      event({ properties: { order_id: 'o', amount: 1, items: 2 ** 53 } }),
      'mistyped-property',
    ],
    ['a text for a switch', event({ properties: { order_id: 'o', amount: 1, gift: 'yes' } }), 'mistyped-property'],
    [
      'a text that is not allowed',
      event({ properties: { order_id: 'o', amount: 1, currency: 'XXX' } }),
      'mistyped-property',
    ],
    [
      'a moment that is none',
      event({ properties: { order_id: 'o', amount: 1, ships_at: 'soon' } }),
      'mistyped-property',
    ],
    ['an object for a text', event({ properties: { order_id: { a: 1 }, amount: 1 } }), 'mistyped-property'],
  ])('%s', (_name, raw, reason) => {
    const { fault, record } = judge(raw)
    expect(fault?.reason).toBe(reason)
    expect(fault?.detail).not.toBe('')
    expect(record.quarantine).toMatchObject({ ...fault, raw: {} })
  })

  test('keeps its id when it has one, and gets one when not', () => {
    expect(judge(event({ event: 'nonsense' })).id).toBe('e1')
    expect(judge({}).id).toBe('made-up')
  })

  test('keys like __proto__ and constructor are harmless', () => {
    const raw = JSON.parse(
      '{"id":"e1","event":"purchase","time":0,"user_id":"u","__proto__":{"polluted":1},"properties":{"order_id":"o","amount":1,"__proto__":{"x":1},"constructor":1}}',
    )
    const { fault, dropped } = judge(raw)
    expect(fault).toBeUndefined()
    expect(dropped).toEqual(['__proto__', 'constructor'])
    expect(({} as Record<string, unknown>).polluted).toBeUndefined()
    expect(judge(event({ event: 'odd', properties: {} })).fault?.reason).toBe('missing-property')
    expect(judge(event({ event: 'odd', properties: { constructor: 'c' } })).record.properties).toEqual({
      constructor: 'c',
    })
  })

  test('keeps what every event has and what is declared; of the rest only where it stood, its type and its length', () => {
    const { record } = judge(
      event({
        time: 'yesterday',
        sequence: 7,
        phone: '+49 171 1',
        context: { platform: 'web', secret: 'x' },
        properties: { order_id: 'o1', amount: 'ten', items: 1.5, email: 'a@b.c', 'a@b.c': true, note: null },
      }),
    )
    expect(record.units).toEqual({ user_id: 'u1' })
    expect(record.quarantine.raw).toEqual({
      id: 'e1',
      event: 'purchase',
      user_id: 'u1',
      sequence: 7,
      context: { platform: 'web' },
      properties: { order_id: 'o1', items: 1.5, note: null },
      withheld: {
        time: 'text of 9',
        phone: 'text of 9',
        'context.secret': 'text of 1',
        'properties.amount': 'text of 3',
        'properties.email': 'text of 5',
        'properties.(name of 5 characters)': 'boolean',
      },
    })
    expect(judge('a@b.c').record.quarantine.raw).toEqual({ withheld: { '': 'text of 5' } })
    expect(judge(event({ event: 'call +49 171 1' })).record.event).toBe('(name of 14 characters)')
  })

  test('may be nested as deep as a body can be', () => {
    const depth = 100_000
    const deep = JSON.parse(`${'['.repeat(depth)}${']'.repeat(depth)}`)
    const { fault, record } = judge(event({ event: 'nonsense', properties: { deep } }))
    expect(fault?.reason).toBe('unknown-event')
    expect(record.quarantine.raw.withheld).toEqual({ 'properties.deep': 'list of 1' })
    expect(judge(event({ properties: { order_id: 'o', amount: 1, deep } })).dropped).toEqual(['deep'])
  })
})

describe('clocks', () => {
  const cases: [string, Record<string, unknown>, Partial<Judgement>, number, string][] = [
    ['right', { time: startMs - 1000, sent_at: startMs - 500 }, {}, startMs - 1000, 'ok'],
    [
      'an hour slow',
      { time: startMs - 2 * 3_600_000, sent_at: startMs - 3_600_000 },
      {},
      startMs - 3_600_000,
      'skewed',
    ],
    ['an hour fast', { time: startMs + 3_500_000, sent_at: startMs + 3_600_000 }, {}, startMs - 100_000, 'skewed'],
    [
      'a minute off, which may be the network',
      { time: startMs - 60_000, sent_at: startMs - 60_000 },
      {},
      startMs - 60_000,
      'ok',
    ],
    [
      'in the year 3000, known',
      { time: '3000-01-01T00:00:00Z', sent_at: '3000-01-01T00:00:00Z' },
      {},
      startMs,
      'skewed',
    ],
    ['in the year 3000, unknown', { time: '3000-01-01T00:00:00Z' }, {}, startMs, 'future'],
    ['in the year 1970', { time: 0 }, {}, startMs, 'ancient'],
    ['in the year 1970, known', { time: 5000, sent_at: 6000 }, {}, startMs - 1000, 'skewed'],
    ['late but believable', { time: startMs - 399 * day }, {}, startMs - 399 * day, 'ok'],
    ['history sent on purpose', { time: 0 }, { trusted: true }, 0, 'ok'],
    ['the future sent on purpose', { time: startMs + day }, { trusted: true }, startMs, 'future'],
    ['said by the request only', { time: startMs - day }, { sentMs: startMs - day }, startMs, 'skewed'],
    [
      'said by the event against the request',
      { time: startMs - day, sent_at: startMs },
      { sentMs: startMs - day },
      startMs - day,
      'ok',
    ],
  ]
  test.each(cases)('%s', (_name, fields, more, timeMs, clock) => {
    const { record } = judge(event(fields), more)
    expect([record.time, record.clock]).toEqual([timeMs, clock])
  })
})

describe('agrees with ajv, an independent validator', () => {
  const ajv = new Ajv({ strict: true })
  const schema = {
    type: 'object',
    required: ['order_id', 'amount'],
    properties: {
      order_id: { type: 'string' },
      amount: { type: 'number' },
      items: { type: 'integer', minimum: Number.MIN_SAFE_INTEGER, maximum: Number.MAX_SAFE_INTEGER, nullable: true },
      gift: { type: 'boolean', nullable: true },
      currency: { type: 'string', enum: ['EUR', 'USD', null], nullable: true },
    },
  }
  const validate = ajv.compile(schema)
  const anything = fc.oneof(
    fc.string(),
    fc.double(),
    fc.integer(),
    fc.boolean(),
    fc.constant(null),
    fc.constant('EUR'),
    fc.constant([]),
    fc.constant({}),
  )
  const properties = fc.record(
    { order_id: anything, amount: anything, items: anything, gift: anything, currency: anything, other: anything },
    { requiredKeys: [] },
  )
  test('on random properties', () => {
    fc.assert(
      fc.property(properties, given => {
        expect(judge(event({ properties: given })).fault === undefined).toBe(validate(given))
      }),
      { numRuns: 5000 },
    )
  })
})
