import { describe, expect, it } from 'vitest'
import { calculated } from '../../src/cli/calc.ts'
import { calculators } from '../../src/contract/calculators.ts'
import { calculations } from '../../src/contract/report-routes.ts'
import { openTestAssay, problemOf } from '../assay.ts'

const welch = { control: { n: 10, mean: 1, sd: 1 }, treatment: { values: [1, 2, 3, 4] } }

describe('the calculators', () => {
  it('answer alike over HTTP and on the command line', async () => {
    const assay = await openTestAssay()
    const { body } = await assay.call(calculations.calculate, { params: { name: 'welch' }, body: welch })
    expect(body).toMatchObject({ difference: 1.5, df: expect.any(Number), relative: expect.anything() })
    expect(JSON.parse(calculated('welch', JSON.stringify(welch)))).toEqual(body)
    expect(calculated('adjust', '{"p":[0.01,0.04],"method":"holm"}')).toBe('{"adjusted":[0.02,0.04]}\n')
  })

  it('refuse fields they do not know and list those they do', async () => {
    const assay = await openTestAssay()
    const odd = { ...welch, apha: 0.1 }
    const refused = await problemOf(assay.call(calculations.calculate, { params: { name: 'welch' }, body: odd }))
    expect(refused).toMatchObject({ status: 400, errors: [{ message: expect.stringContaining('apha') }] })
    expect(refused.hint).toBe(
      'welch takes {control: {n, mean, sd} or {n, sum, sumSquares} or {values: [..]}, treatment: {n, mean, sd} or {n, sum, sumSquares} or {values: [..]}, alpha?, alternative?: two-sided or greater or less}.',
    )
    expect(() => calculated('welch', JSON.stringify(odd))).toThrow(/apha/)
  })

  it('are listed where there is none of that name', async () => {
    const assay = await openTestAssay()
    const missing = await problemOf(assay.call(calculations.calculate, { params: { name: 'walch' }, body: {} }))
    expect(missing).toMatchObject({ status: 404, detail: expect.stringContaining('walch') })
    for (const name of Object.keys(calculators)) expect(missing.hint).toContain(name)
    expect(() => calculated('walch', '{}')).toThrow('there is no calculator walch')
    expect(() => calculated('welch', '{')).toThrow('not JSON')
  })
})
