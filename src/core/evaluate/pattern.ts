import { type Step, stepsOf } from './pattern-steps.ts'

const textLengthMax = 10_000

/**
 * A test whether a text contains a match of a pattern, or why the pattern cannot be had. Time grows with the length of
 * the text times the size of the pattern and never faster: all alternatives are followed side by side (Thompson 1968).
 * Texts over 10,000 characters do not match. Case is ignored by `toLowerCase` and `toUpperCase` of each character.
 */
export function compilePattern(
  source: string,
  caseInsensitive = false,
): ((text: string) => boolean) | 'invalid' | 'too-large' {
  const steps = stepsOf(source, caseInsensitive)
  return typeof steps === 'string' ? steps : matcher(steps)
}

function matcher(steps: readonly Step[]): (text: string) => boolean {
  const anchored = steps[0] === '^'
  const reached = new Float64Array(steps.length)
  let round = 0

  return text => {
    if (text.length > textLengthMax) return false
    let active: number[] = []
    let matched = false
    let at = 0

    // Follows everything that needs no character; each step is entered once a round, so loops over nothing end.
    function enter(index: number): void {
      if (reached[index] === round) return
      reached[index] = round
      const step = steps[index]
      if (step === undefined) matched = true
      else if (typeof step === 'function') active.push(index)
      else if (typeof step === 'object') enter(index + step.jump)
      else if (typeof step === 'number') {
        enter(index + 1)
        enter(index + step)
      } else if (holds(step, text, at)) enter(index + 1)
    }

    round++
    enter(0)
    for (const point of text) {
      if (matched || (anchored && active.length === 0)) return matched
      at += point.length
      const before = active
      active = []
      round++
      for (const index of before) {
        const step = steps[index]
        if (typeof step === 'function' && step(point)) enter(index + 1)
      }
      if (!anchored) enter(0)
    }
    return matched
  }
}

function holds(place: '^' | '$' | '\\b' | '\\B', text: string, at: number): boolean {
  if (place === '^') return at === 0
  if (place === '$') return at === text.length
  return (isWord(text[at - 1]) !== isWord(text[at])) === (place === '\\b')
}

function isWord(point = ''): boolean {
  return /\w/.test(point)
}
