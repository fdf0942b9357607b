import { randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { sealWith } from '../../src/edge/seal.ts'

const keyWith = (letter: string) => ({
  id: letter.repeat(12),
  kind: 'server' as const,
  secret: `assay_server_${letter.repeat(12)}.${letter.repeat(43)}`,
})
const lineWith = (event: unknown) => ({ key: 'c'.repeat(12), received: 1, event })

it('only who has the key reads what was sealed, also after another start', () => {
  const first = sealWith(keyWith('a'), randomBytes)
  const again = sealWith(keyWith('a'), randomBytes)
  const other = sealWith(keyWith('b'), randomBytes)
  fc.assert(
    fc.property(fc.jsonValue(), event => {
      const line = lineWith(JSON.parse(JSON.stringify(event)))
      const closed = first.close(JSON.stringify(line))
      expect(closed).not.toContain('\n')
      const stored = JSON.parse(closed)
      for (const seal of [first, again]) expect(seal.open(stored)).toEqual(line)
      expect(other.open(stored)).toBeUndefined()
    }),
  )
})

it('says nothing of what is in it, not even whether two are the same', () => {
  const seal = sealWith(keyWith('a'), randomBytes)
  const [one, two] = [0, 0].map(() => seal.close(JSON.stringify(lineWith({ email: 'MARK@example.com' }))))
  expect(one).not.toBe(two)
  expect(Buffer.from(JSON.parse(one ?? '').text, 'base64').includes('MARK')).toBe(false)
})

it('does not open what was changed', () => {
  const seal = sealWith(keyWith('a'), randomBytes)
  const stored = JSON.parse(seal.close(JSON.stringify(lineWith('x'))))
  const bytes = Buffer.from(stored.text, 'base64')
  for (let at = 0; at < bytes.length; at += 1) {
    const changed = Buffer.from(bytes)
    changed[at] = (changed[at] ?? 0) ^ 1
    expect(seal.open({ ...stored, text: changed.toString('base64') })).toBeUndefined()
  }
  for (const odd of [{}, null, 'text', { ...stored, text: '' }, { ...stored, salt: 'other' }])
    expect(seal.open(odd)).toBeUndefined()
})

it('reads what an edge left behind that did not seal yet', () => {
  expect(sealWith(keyWith('a'), randomBytes).open(lineWith({ id: '1' }))).toEqual(lineWith({ id: '1' }))
})
