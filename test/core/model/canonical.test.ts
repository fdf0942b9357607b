import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { canonicalJson } from '../../../src/core/model/canonical.ts'
import { modelVersion } from '../../../src/http/model-version.ts'
import { modelFrom } from './example.ts'

describe('canonical JSON', () => {
  it('orders names by UTF-16 units and numbers as ECMAScript does (RFC 8785, 3.2.2 and 3.2.3)', () => {
    const example = JSON.parse(String.raw`{
      "numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
      "string": "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/",
      "literals": [null, true, false]
    }`)
    expect(canonicalJson(example)).toBe(
      String.raw`{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\u000f\nA'B\"\\\\\"/"}`,
    )
    const names = {
      '\u20ac': 'Euro Sign',
      '\r': 'Carriage Return',
      '\ufb33': 'Dalet',
      '1': 'One',
      '\u{1f600}': 'Smiley',
      '\u0080': 'Control',
      '\u00f6': 'o',
    }
    expect([...canonicalJson(names).matchAll(/:"([^"]+)"/g)].map(([, said]) => said)).toEqual([
      'Carriage Return',
      'One',
      'Control',
      'o',
      'Euro Sign',
      'Smiley',
      'Dalet',
    ])
  })

  it('is one text for one value, whatever the order of its names', () => {
    fc.assert(
      fc.property(fc.jsonValue(), value => {
        const shuffled = (one: unknown): unknown =>
          Array.isArray(one)
            ? one.map(shuffled)
            : typeof one === 'object' && one !== null
              ? Object.fromEntries(
                  Object.entries(one)
                    .reverse()
                    .map(([name, own]) => [name, shuffled(own)]),
                )
              : one
        expect(canonicalJson(shuffled(value))).toBe(canonicalJson(value))
        expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)))
      }),
    )
  })

  it('gives a model one version, in shorthand or in full, in any order', () => {
    const short = { events: { b: { owner: 'o', retention: '1d' }, a: { owner: 'o' } } }
    const full = {
      events: {
        a: { purpose: 'analytics', source: 'any', priority: 'normal', owner: 'o', properties: {} },
        b: { owner: 'o', purpose: 'analytics', retentionDays: 1 },
      },
      metrics: {},
    }
    expect(modelVersion(modelFrom(short))).toBe(modelVersion(modelFrom(full)))
    // sha256sum of {"dimensions":{},"events":{},"metrics":{}} by coreutils.
    expect(modelVersion(modelFrom({}))).toBe('26af04296d82d61e211d5fcbb3e9f155144522829e06507e7496040c0ba2569a')
  })
})
