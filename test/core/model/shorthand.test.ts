import * as sdk from '@assay/sdk/model'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { durationText, minutesIn, shareIn, shareText } from '../../../src/core/model/quantity-text.ts'
import { shortModel } from '../../../src/core/model/shorthand.ts'
import { fileText } from '../../../src/model/file-text.ts'
import { anyModel } from './arbitrary.ts'
import { modelFrom } from './example.ts'

describe('the shorthand of a model', () => {
  it('expands to the model it was made of', () => {
    fc.assert(
      fc.property(anyModel, model => {
        expect(modelFrom(shortModel(model))).toEqual(model)
      }),
    )
  })

  it('is the same model as YAML and as JSON', () => {
    fc.assert(
      fc.property(anyModel, model => {
        expect(modelFrom(parse(fileText(model, 'yaml')))).toEqual(model)
        expect(modelFrom(JSON.parse(fileText(model, 'json')))).toEqual(model)
      }),
    )
  })

  it('is the same model as TypeScript', () => {
    fc.assert(
      fc.property(anyModel, model => {
        expect(modelFrom(run(fileText(model, 'ts')))).toEqual(model)
      }),
    )
  })
})

/** What a TypeScript model file exports, with the real functions of the SDK; such files have no types in them. */
function run(source: string): unknown {
  const [, names = '', body = ''] =
    /^import \{([^}]*)\} from '@assay\/sdk\/model'\n\nexport default (.*)$/s.exec(source) ?? []
  const called = names
    .split(',')
    .map(name => name.trim())
    .filter(name => name !== '')
  const functions: Record<string, unknown> = { ...sdk }
  return new Function(...called, `return ${body}`)(...called.map(name => functions[name]))
}

describe('quantities', () => {
  it('are exact decimals', () => {
    expect([shareIn('<0.1%'), shareIn('0.7%'), shareIn('100 %')]).toEqual([0.001, 0.007, 1])
    expect([minutesIn('15m'), minutesIn('1.5h'), minutesIn('400d'), minutesIn('2w')]).toEqual([15, 90, 576_000, 20_160])
    expect([shareIn('0.1'), minutesIn('1y'), minutesIn('')]).toEqual([Number.NaN, Number.NaN, Number.NaN])
  })

  it('come back from their text', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1, noNaN: true }), share => {
        const text = shareText(share + 0)
        if (text !== undefined) expect(shareIn(text)).toBe(share + 0)
      }),
    )
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 525_600 }), minutes => {
        expect(minutesIn(durationText(minutes) ?? '')).toBe(minutes)
      }),
    )
  })
})
