import fc from 'fast-check'
import { expect, it } from 'vitest'
import { localPath } from '../../../src/core/access/local-path.ts'

it.each(['/', '/p/shop', '/p/shop/experiments/e?phase=2#plan', '/p/shop/a//b', '/sign-in?next=https://x.example'])(
  'leads to %s',
  path => expect(localPath(path)).toBe(path),
)

it.each([
  '',
  'p/shop',
  'https://evil.example',
  'javascript:alert(1)',
  '//evil.example',
  '///evil.example',
  '/\\evil.example',
  '\\/evil.example',
  '/p\\..\\evil',
  '/\t/evil.example',
  '/\n/evil.example',
  '/\u0000/evil.example',
  ' /p/shop',
  `/${'a'.repeat(2000)}`,
])('does not lead to %j', path => expect(localPath(path)).toBeUndefined())

it('whatever it lets through stays on the server that resolves it', () => {
  const piece = fc.constantFrom(
    '/',
    '\\',
    '@',
    ':',
    '.',
    '..',
    'evil.example',
    '\t',
    '\n',
    'http:',
    '?',
    '#',
    '%5c',
    '%2f',
  )
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 8 }), pieces => {
      const path = localPath(`/${pieces.join('')}`)
      if (path !== undefined) expect(new URL(path, 'https://assay.example').origin).toBe('https://assay.example')
    }),
    { numRuns: 2000 },
  )
})
