import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { anyNumberEnd, integerEnd, nowhere, numberEnd, objectEnd } from '../../src/ingest/json-bytes.ts'

const bytesOf = (text: string) => Buffer.from(`${text}\0`)
const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
const numberText = fc.oneof(
  fc.double({ noNaN: true, noDefaultInfinity: true }).map(String),
  fc.stringMatching(/^-?[0-9]{1,18}(\.[0-9]{1,18})?$/),
  fc.stringMatching(/^[-+0-9.eE]{1,12}$/),
)

describe('a number as bytes', () => {
  test('is plain only when JavaScript would write it just like that', () => {
    fc.assert(
      fc.property(numberText, text => {
        const ends = [integerEnd(bytesOf(text), 0), numberEnd(bytesOf(text), 0)]
        for (const end of ends) if (end === text.length) expect(String(parsed(text))).toBe(text)
        if (Number.isSafeInteger(parsed(text)) && /^-?[1-9]\d{0,14}$/.test(text)) expect(ends[0]).toBe(text.length)
      }),
      { numRuns: 20_000 },
    )
  })

  test('of any form ends where JSON.parse ends it', () => {
    fc.assert(
      fc.property(numberText, text => {
        expect(anyNumberEnd(bytesOf(text), 0) === text.length).toBe(typeof parsed(text) === 'number')
      }),
      { numRuns: 20_000 },
    )
  })
})

test('an object ends where JSON.parse ends it, whatever follows', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.jsonValue()), fc.string(), (value, rest) => {
      const text = Buffer.from(JSON.stringify(value))
      expect(objectEnd(Buffer.concat([text, bytesOf(rest)]), 0)).toBe(text.length)
      expect(objectEnd(Buffer.concat([text.subarray(0, -1), bytesOf('')]), 0)).toBe(nowhere)
    }),
  )
})
