import fc from 'fast-check'
import { contextFields } from '../../../src/contract/event.ts'
import { Model } from '../../../src/contract/model.ts'
import { plainModel } from '../../../src/core/model/canonical.ts'

const name = fc.stringMatching(/^[a-z][a-z0-9_]{0,8}$/)
const text = fc.string({ minLength: 1, maxLength: 20, unit: 'grapheme' })
const share = fc.oneof(
  fc.double({ min: 0, max: 1, noNaN: true }).map(value => value + 0),
  fc.integer({ min: 0, max: 1000 }).map(thousandth => thousandth / 1000),
)
const where = fc.dictionary(
  name,
  fc.array(fc.oneof(text, fc.integer(), fc.boolean()), { minLength: 1, maxLength: 3 }),
  { minKeys: 1, maxKeys: 2, noNullPrototype: true },
)
const occurrence = fc.record({ event: name, where }, { requiredKeys: ['event'] })
const total = fc.record({ event: name, property: name, where }, { requiredKeys: ['event'] })
const days = fc.oneof(fc.integer({ min: 1, max: 365 }), fc.double({ min: 0.001, max: 300, noNaN: true }))

const privacy = fc.record(
  {
    class: fc.constantFrom('personal', 'sensitive'),
    treatment: fc.constantFrom('keep', 'truncate', 'encrypt', 'hash', 'drop'),
    purpose: fc.constantFrom('analytics', 'support'),
    retentionDays: fc.integer({ min: 1, max: 36_500 }),
  },
  { requiredKeys: ['class', 'treatment', 'purpose'] },
)
const property = fc.record(
  {
    type: fc.constantFrom('string', 'number', 'integer', 'boolean', 'timestamp'),
    required: fc.boolean(),
    description: text,
    values: fc.array(text, { minLength: 1, maxLength: 3 }),
    privacy,
  },
  { requiredKeys: ['type'] },
)
const event = fc.record(
  {
    owner: text,
    purpose: fc.constantFrom('analytics', 'funnel'),
    description: text,
    priority: fc.constantFrom('high', 'normal', 'low'),
    source: fc.constantFrom('client', 'server', 'any'),
    trigger: text,
    truth: fc.boolean(),
    freshnessMinutes: fc.oneof(fc.integer({ min: 1, max: 525_600 }), fc.double({ min: 0.001, max: 1000, noNaN: true })),
    consent: text,
    retentionDays: fc.integer({ min: 1, max: 36_500 }),
    expect: fc.record(
      { duplicatesMax: share, missingMax: share, completeness: fc.record({ against: name, by: name, min: share }) },
      { requiredKeys: [] },
    ),
    properties: fc.dictionary(name, property, { maxKeys: 4, noNullPrototype: true }),
  },
  { requiredKeys: ['owner', 'purpose'] },
)
const formula = fc.oneof(
  occurrence.map(one => ({ kind: 'proportion', ...one })),
  fc.record(
    { kind: fc.constant('mean'), total, cap: fc.constantFrom(0.9, 0.999) },
    { requiredKeys: ['kind', 'total'] },
  ),
  fc.record({ kind: fc.constant('ratio'), numerator: total, denominator: total }),
  fc.record(
    {
      kind: fc.constant('funnel'),
      steps: fc.array(occurrence, { minLength: 2, maxLength: 4 }),
      windowDays: days,
      exclude: fc.array(occurrence, { minLength: 1, maxLength: 2 }),
    },
    { requiredKeys: ['kind', 'steps'] },
  ),
  fc.record(
    { kind: fc.constant('retention'), event: name, where, day: fc.integer({ min: 1, max: 365 }), start: occurrence },
    { requiredKeys: ['kind', 'event', 'day'] },
  ),
  fc.record(
    {
      ...{ kind: fc.constant('quantile'), event: name, property: name, where },
      ...{ q: fc.constantFrom(0.5, 0.95), level: fc.constantFrom('event', 'unit') },
    },
    { requiredKeys: ['kind', 'event', 'property', 'q'] },
  ),
  fc.record(
    { kind: fc.constant('active'), event: name, where, days: fc.integer({ min: 1, max: 90 }) },
    { requiredKeys: ['kind'] },
  ),
)
const metric = fc.record(
  { name: text, description: text, owner: text, formula, better: fc.constantFrom('up', 'down'), measure: text },
  { requiredKeys: ['name', 'formula'] },
)
const dimension = fc.record(
  { name: text, description: text, source: fc.oneof(fc.constantFrom(...contextFields), fc.constant('user.plan')) },
  { requiredKeys: ['source'] },
)

/** Models of every shape the contract allows, whatever they refer to. */
export const anyModel: fc.Arbitrary<Model> = fc
  .record(
    {
      timeZone: fc.constantFrom('UTC', 'Europe/Berlin'),
      units: fc.constant({ user: 'user_id' }),
      events: fc.dictionary(name, event, { maxKeys: 4, noNullPrototype: true }),
      dimensions: fc.dictionary(name, dimension, { maxKeys: 2, noNullPrototype: true }),
      metrics: fc.dictionary(fc.stringMatching(/^[a-z0-9]([a-z0-9._-]{0,6}[a-z0-9])?$/), metric, {
        maxKeys: 4,
        noNullPrototype: true,
      }),
    },
    { requiredKeys: ['events', 'dimensions', 'metrics'] },
  )
  .map(written => plainModel(Model.parse(written)))
