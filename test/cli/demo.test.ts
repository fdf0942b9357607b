import { describe, expect, it } from 'vitest'
import { runDemo } from '../../src/cli/demo.ts'
import { tempFolder } from '../assay.ts'

describe('assay demo', () => {
  it('finds the true effect from real traffic over real HTTP', async () => {
    const written: string[] = []
    const output = { write: (text: string) => written.push(text) }
    const found = await runDemo({ once: true, shoppers: 3000, seed: 7, port: '0', data: tempFolder() }, output, output)
    expect(found).toEqual([])
    const text = written.join('')
    expect(text).toContain('A simpler checkout for shoppers above 65')
    expect(text).toContain('The report agrees with the truth on every metric (seed 7')
  })
})
