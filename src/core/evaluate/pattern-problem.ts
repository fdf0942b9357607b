import { compilePattern } from './pattern.ts'
import { repeatMax, stepsMax } from './pattern-steps.ts'

// What people write who think of another syntax, most telling first; what is escaped and what stands in classes is set aside before.
const habits: readonly [habit: RegExp, advice: string][] = [
  [/\(\?(?!:)/, 'write (...) or (?:...); lookaround, names and modes are not supported'],
  [/\[/, 'a class is empty, ] is missing, or [ stands where \\[ should; a range goes upwards, and \\- is a dash'],
  [/(?:[*+?]|\{[\d,]*\})[*+{]/, 'two quantifiers: put the first in a group'],
  [/(?:^|[|(])([*+?])/, 'nothing to repeat: write \\$1'],
  [/(?:[$^]|\\b)[*+?{]/i, 'nothing to repeat'],
  [/\{\d+(?:,\d*)?\}/, `write {from,to} with at most ${repeatMax}`],
  [/\{/, 'write {2}, {2,} or {2,5}, or \\{'],
  [/([\]}])/, 'write \\$1'],
]

/** What is wrong with a pattern and how to write it instead, or undefined when nothing is. */
export function patternProblem(source: string): string | undefined {
  const compiled = compilePattern(source)
  if (typeof compiled === 'function') return undefined
  if (compiled === 'too-large') return `the pattern is too large: repetitions unfold to more than ${stepsMax} steps`
  const unknown = /\\(.?)/su.exec(source.replace(/\\[!-/:-@[-`{-~bBdDwWsStnr]/g, ''))
  if (unknown !== null) return `\\${unknown[1]} is not supported`
  const bare = source
    .replace(/\[\^?(?:\\.|[^[\]\\])+\]/gs, set => (typeof compilePattern(set) === 'function' ? 'a' : '['))
    .replace(/\\[^bB]/g, 'a')
  for (const [habit, advice] of habits) {
    const found = habit.exec(bare)
    if (found !== null) return advice.replace('$1', found[1] ?? '')
  }
  return bare.split('(').length > bare.split(')').length ? ') is missing' : 'write \\) or \\('
}
