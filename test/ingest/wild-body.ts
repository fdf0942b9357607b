import fc from 'fast-check'
import type { EventDefinition, Treatment } from '../../src/contract/event-definition.ts'
import { startMs } from '../store/events/fixture.ts'

const personal = (treatment: Treatment) => ({ class: 'personal' as const, treatment, purpose: 'test' })

/** An event with a property of every kind, and one that needs consent and is taken from servers only. */
export const wildDefinitions: EventDefinition[] = [
  {
    key: 'wild',
    owner: 'test',
    purpose: 'test',
    priority: 'normal',
    source: 'any',
    properties: {
      text: { type: 'string', required: true },
      number: { type: 'number', required: false },
      integer: { type: 'integer', required: false },
      flag: { type: 'boolean', required: false },
      at: { type: 'timestamp', required: false },
      color: { type: 'string', required: false, values: ['red', 'grün', ''] },
      hashed: { type: 'string', required: false, privacy: personal('hash') },
      born: { type: 'timestamp', required: false, privacy: personal('truncate') },
      kept: { type: 'number', required: false, privacy: personal('keep') },
      gone: { type: 'boolean', required: false, privacy: personal('drop') },
      pending: { type: 'string', required: false, privacy: personal('keep') },
    },
  },
  {
    key: 'agreed',
    owner: 'test',
    purpose: 'test',
    priority: 'normal',
    source: 'any',
    consent: 'analytics',
    properties: { must: { type: 'string', required: true, privacy: personal('keep') } },
  },
  { key: 'server', owner: 'test', purpose: 'test', priority: 'normal', source: 'server', properties: {} },
]

const iso = fc.date({ noInvalidDate: true }).map(date => date.toISOString())
const nearby = fc.integer({ min: -90_000, max: 90_000 }).map(offset => new Date(startMs + offset).toISOString())
const moment = fc.oneof(
  { weight: 60, arbitrary: nearby },
  iso,
  fc.integer({ min: startMs - 4e10, max: startMs + 1e6 }),
  fc.constantFrom('2026-11-30T24:00:00.000Z', '2026-11-30T24:00:01.000Z', '2026-02-30T12:00:00.000Z', '2026-11-23'),
  fc.constantFrom('2026-11-23T12:00:61.000Z', '2026-11-23T14:00:00+02:00', 1e300, -0, 1.5, 'now', null),
)
const text = fc.oneof(
  { weight: 60, arbitrary: fc.stringMatching(/^[a-z0-9 é-]{1,12}$/) },
  fc.string({ unit: 'grapheme-ascii', maxLength: 12 }),
  fc.string({ unit: 'binary', maxLength: 8 }),
  fc.constantFrom('', 'grün', 'red', '\ud800', 'a"b', 'a\\b', '\u2028', '\u0000', '__proto__', 'x'.repeat(201)),
)
const number = fc.oneof(
  fc.integer(),
  fc.double(),
  fc.integer({ min: 0, max: 1_000_000 }).map(cents => cents / 100),
  fc.constantFrom(0, -0, 1e-6, 1e-7, 0.1 + 0.2, 2 ** 53, 2 ** 53 - 1, 1e21, 123_456_789_012_345, 5e-324),
)
const any = fc.oneof(text, number, fc.boolean(), fc.constant(null), fc.jsonValue({ maxDepth: 2 }))
const sometimes = <Value>(usual: fc.Arbitrary<Value>) =>
  fc.option(fc.oneof({ weight: 150, arbitrary: usual as fc.Arbitrary<unknown> }, any), { nil: undefined, freq: 4 })
const nearlyAlways = <Value>(usual: fc.Arbitrary<Value>) =>
  fc.oneof({ weight: 150, arbitrary: usual as fc.Arbitrary<unknown> }, any, fc.constant(undefined))

const rarely = <Value>(odd: fc.Arbitrary<Value>) => fc.oneof({ weight: 25, arbitrary: fc.constant(undefined) }, odd)

const properties = fc.record({
  text: nearlyAlways(text),
  number: sometimes(number),
  integer: sometimes(fc.integer()),
  flag: sometimes(fc.boolean()),
  at: sometimes(moment),
  color: sometimes(fc.constantFrom('red', 'grün', '')),
  hashed: sometimes(text),
  born: sometimes(moment),
  kept: sometimes(number),
  gone: sometimes(fc.boolean()),
  pending: sometimes(text),
  must: rarely(text),
  unknown: rarely(any),
})
const context = fc.record({
  platform: sometimes(text),
  country: sometimes(text),
  sdk_version: sometimes(text),
  other: rarely(any),
})
const wildEvent = fc.record({
  id: nearlyAlways(fc.oneof(fc.uuid(), fc.uuid(), fc.constantFrom('a', 'b', 'É'))),
  event: nearlyAlways(
    fc.oneof({ weight: 9, arbitrary: fc.constant('wild') }, fc.constantFrom('agreed', 'server', '$exposure', 'none')),
  ),
  time: nearlyAlways(moment),
  sent_at: fc.option(moment, { nil: undefined, freq: 2 }),
  user_id: nearlyAlways(fc.oneof(text, fc.integer())),
  device_id: sometimes(text),
  session_id: sometimes(text),
  sequence: sometimes(fc.nat()),
  sequence_id: fc.option(text, { nil: undefined, freq: 1 }),
  dropped: sometimes(fc.nat(3)),
  context: sometimes(context),
  consent: sometimes(fc.array(fc.constantFrom('analytics', 'analytics', 'ads', 'é'), { maxLength: 3 })),
  properties: nearlyAlways(properties),
  other: rarely(any),
})

/** How a sender writes JSON: the order of names, the space between them, repeated names, characters as escapes. */
const style = fc.record({
  shuffle: fc.option(fc.integer(), { nil: undefined, freq: 1 }),
  space: fc.constantFrom('', '', '', ' ', '\n', '\t\r\n '),
  repeated: rarely(fc.constantFrom('id', 'time', 'user_id', 'properties', '__proto__')),
  escaped: fc.integer({ min: 0, max: 9 }).map(die => die === 0),
})
type Style = typeof style extends fc.Arbitrary<infer Value> ? Value : never

function written(value: unknown, style: Style, depth = 0): string {
  const { space, shuffle } = style
  if (Array.isArray(value)) return `[${space}${value.map(part => written(part, style, depth + 1)).join(`${space},`)}]`
  if (typeof value !== 'object' || value === null) {
    const json = JSON.stringify(value) ?? 'null'
    return style.escaped && typeof value === 'string' ? json.replace('a', '\\u0061') : json
  }
  const entries = Object.entries(value).filter(([, part]) => part !== undefined)
  if (shuffle !== undefined) entries.sort(([a], [b]) => ((a.length * shuffle) % 7) - ((b.length * shuffle) % 7))
  const parts = entries.map(
    ([name, part]) => `${JSON.stringify(name)}${space}:${space}${written(part, style, depth + 1)}`,
  )
  if (depth === 0 && style.repeated !== undefined) parts.push(`"${style.repeated}":1`)
  return `{${space}${parts.join(`${space},${space}`)}${space}}`
}

const eventText = fc.tuple(wildEvent, style).map(([event, how]) => written(event, how))
const usualStyle: Style = { shuffle: undefined, space: '', repeated: undefined, escaped: false }
const usualText = wildEvent.map(event => written(event, usualStyle))
const texts = fc.array(fc.oneof({ weight: 3, arbitrary: usualText }, eventText), { maxLength: 6 })

/** Bodies as senders write them: an array, one event a line, or a single one. */
const cleanBody = fc
  .oneof(
    texts.map(events => `[${events.join(',')}]`),
    texts.map(events => ` [ ${events.join(' ,\n')} ]\n`),
    texts.map(events => events.join('\n')),
    texts.map(events => events.join('\r\n\n')),
    eventText,
  )
  .map(body => Buffer.from(body))

type Edit = { kind: 'set' | 'insert' | 'remove' | 'cut' | 'repeat'; at: number; byte: number }
const edit: fc.Arbitrary<Edit> = fc.record({
  kind: fc.constantFrom('set', 'insert', 'remove', 'cut', 'repeat'),
  at: fc.nat(),
  byte: fc.oneof(fc.constantFrom(...Buffer.from('"\\{}[],: \n\t0-1.eE\u0000')), fc.integer({ min: 0, max: 255 })),
})

function edited(body: Buffer, { kind, at, byte }: Edit): Buffer {
  const place = at % (body.length + 1)
  const [before, after] = [body.subarray(0, place), body.subarray(place)]
  const one = Buffer.from([byte])
  if (kind === 'set') return Buffer.concat([before, one, after.subarray(1)])
  if (kind === 'insert') return Buffer.concat([before, one, after])
  if (kind === 'remove') return Buffer.concat([before, after.subarray(1)])
  return kind === 'cut' ? before : Buffer.concat([body, after])
}

/** Any bodies: clean ones, and ones with some of their bytes changed. */
export const wildBody = fc
  .tuple(cleanBody, fc.oneof(fc.constant([]), fc.array(edit, { minLength: 1, maxLength: 3 })))
  .map(([body, edits]) => edits.reduce(edited, body))
