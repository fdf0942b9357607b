import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { recordsIn } from '../../src/otlp/body.ts'

const json = (value: unknown) => new TextEncoder().encode(JSON.stringify(value))

describe('a body of log records', () => {
  it('of any bytes is read or called malformed, and never anything else', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), bytes => {
        for (const encoding of ['application/json', 'application/x-protobuf'] as const) {
          const read = recordsIn(bytes, encoding)
          expect(Array.isArray(read) || typeof read.malformed === 'string').toBe(true)
        }
      }),
      { numRuns: 2000 },
    )
  })

  it('of any JSON is read or called malformed, and never anything else', () => {
    const anything = fc.jsonValue({ maxDepth: 6 })
    const value = fc.oneof(
      anything,
      fc.record({ stringValue: anything }),
      fc.record({ intValue: anything }),
      fc.record({ doubleValue: anything }),
      fc.record({ kvlistValue: fc.record({ values: fc.array(fc.record({ key: fc.string(), value: anything })) }) }),
    )
    const attributes = fc.oneof(anything, fc.array(fc.record({ key: fc.oneof(fc.string(), anything), value })))
    const logRecords = fc.oneof(anything, fc.array(fc.record({ attributes, body: value, timeUnixNano: anything })))
    fc.assert(
      fc.property(logRecords, records => {
        const read = recordsIn(json({ resourceLogs: [{ scopeLogs: [{ logRecords: records }] }] }), 'application/json')
        expect(Array.isArray(read) || typeof read.malformed === 'string').toBe(true)
      }),
      { numRuns: 1000 },
    )
  })

  it('keeps numbers exact, and names like __proto__ as names', () => {
    const attributes = [
      { key: 'large', value: { intValue: '9007199254740993' } },
      { key: 'safe', value: { intValue: '-5' } },
      { key: '__proto__', value: { stringValue: 'own' } },
      { key: 'not', value: { doubleValue: 'NaN' } },
      { key: 'empty', value: {} },
    ]
    const read = recordsIn(
      json({ resourceLogs: [{ scopeLogs: [{ logRecords: [{ attributes }] }] }] }),
      'application/json',
    )
    if (!Array.isArray(read)) throw new Error(read.malformed)
    expect(Object.entries(read[0]?.attributes ?? {})).toEqual([
      ['large', '9007199254740993'],
      ['safe', -5],
      ['__proto__', 'own'],
      ['not', 'NaN'],
      ['empty', null],
    ])
    expect(Object.getPrototypeOf(read[0]?.attributes)).toBe(Object.prototype)
  })
})
