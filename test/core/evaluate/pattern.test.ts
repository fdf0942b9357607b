import fc from 'fast-check'
import { RE2JS } from 're2js'
import { expect, test } from 'vitest'
import { compilePattern } from '../../../src/core/evaluate/pattern.ts'
import { patternProblem } from '../../../src/core/evaluate/pattern-problem.ts'

const letter = fc.constantFrom('a', 'b', 'A', '1', '_', ' ', '\n', 'ü', '😀', '-', '.')
const atom = fc.constantFrom(
  'a',
  'b',
  'A',
  '1',
  '.',
  '\\d',
  '\\w',
  '\\s',
  '\\W',
  '\\D',
  '[ab]',
  '[^a]',
  '[a-z0-9]',
  '[^\\w ]',
  'ü',
  '😀',
  '\\.',
  '\\t',
  '[\\-a]',
  '(?:)',
)
const assertion = fc.constantFrom('^', '$', '\\b', '\\B')
const quantifier = fc.constantFrom('', '', '', '*', '+', '?', '*?', '+?', '{2}', '{1,}', '{0,2}')
const { pattern } = fc.letrec<{ pattern: string; sequence: string; part: string }>(tie => ({
  pattern: fc.oneof(
    { maxDepth: 3 },
    tie('sequence'),
    fc.tuple(tie('sequence'), tie('pattern')).map(pair => pair.join('|')),
  ),
  sequence: fc.array(tie('part'), { maxLength: 4 }).map(parts => parts.join('')),
  part: fc.oneof(
    { maxDepth: 3 },
    fc.tuple(atom, quantifier).map(pair => pair.join('')),
    assertion,
    fc
      .tuple(tie('pattern'), quantifier, fc.boolean())
      .map(([inner, times, capture]) => `(${capture ? '' : '?:'}${inner})${times}`),
  ),
}))
const text = fc.array(letter, { maxLength: 12 }).map(letters => letters.join(''))

function matches(source: string, value: string, caseInsensitive = false): boolean {
  const compiled = compilePattern(source, caseInsensitive)
  if (typeof compiled !== 'function') throw new Error(`${source} is ${compiled}`)
  return compiled(value)
}

test('a pattern matches what RE2 says it matches (oracle: re2js 2.10)', () => {
  fc.assert(
    fc.property(pattern, text, fc.boolean(), (source, value, caseInsensitive) => {
      const compiled = compilePattern(source, caseInsensitive)
      fc.pre(typeof compiled === 'function' || compiled !== 'too-large')
      const oracle = RE2JS.compile(source, caseInsensitive ? RE2JS.CASE_INSENSITIVE : 0)
      expect(matches(source, value, caseInsensitive)).toBe(oracle.matcher(value).find())
    }),
    { numRuns: 20_000 },
  )
})

test.each([
  ['(a)\\1', 'not supported'],
  ['(?=a)', 'lookaround'],
  ['(?<!a)b', 'lookaround'],
  ['(?i)a', 'names and modes'],
  ['a**', 'two quantifiers'],
  ['a{2}{3}', 'two quantifiers'],
  ['*a', 'write \\*'],
  ['a{', 'write {2}'],
  ['a{3,2}', '{from,to}'],
  ['a{1001}', 'at most 1000'],
  ['((a{10}){10}){10}', 'too large'],
  ['(a', ') is missing'],
  ['a)', 'write \\)'],
  ['[a', '] is missing'],
  ['[]', 'empty'],
  ['[z-a]', 'upwards'],
  ['[\\d-z]', 'upwards'],
  ['a\\', 'not supported'],
  ['\\pL', 'not supported'],
  ['\\x41', 'not supported'],
  ['^*', 'nothing to repeat'],
])('%s is refused with a reason', (source, reason) => {
  expect(patternProblem(source)).toContain(reason)
})

test('patterns that hang backtracking engines do not grow faster than the text', () => {
  for (const source of ['^(a+)+$', '^(a|aa)+$', '(a*)*b', '^(([a-z])+.)+[A-Z]([a-z])+$', '(.*a){12}']) {
    expect(matches(source, `${'a'.repeat(10_000 - 1)}!`)).toBe(source === '(.*a){12}')
  }
  expect(matches('a', 'a'.repeat(10_001))).toBe(false)
})
