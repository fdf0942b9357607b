/** Whether a character, a whole code point, belongs to a set. */
export type PointTest = (point: string) => boolean

/**
 * One step of a pattern's automaton: a character that must come next, a place that must be here, a fork to the next step
 * and to one so many steps away, or a jump.
 */
export type Step = PointTest | '^' | '$' | '\\b' | '\\B' | number | { readonly jump: number }

/** Repetitions have at most this many turns. */
export const repeatMax = 1000

/** A pattern unfolds to at most this many steps. */
export const stepsMax = 500

// RE2 knows five spaces; JavaScript knows these as well.
const space = '\\t\\n\\f\\r '
const otherSpace = '\\v\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000\\ufeff'

/**
 * The automaton of a pattern. The syntax is what RE2 and JavaScript have in common, with the meaning RE2 gives it:
 * literals, `.`, classes, `\d \w \s \b` and their negations (ASCII), groups, `|`, `^ $` (the whole text), `* + ? {m,n}`.
 * Backreferences and lookaround, which no linear-time engine can have, are refused like everything else.
 */
export function stepsOf(source: string, caseInsensitive: boolean): readonly Step[] | 'invalid' | 'too-large' {
  const tokens = tokensOf(source)
  if (tokens === undefined) return 'invalid'
  let at = 0
  let tooLarge = false

  function sized(steps: Step[]): Step[] {
    tooLarge ||= steps.length > stepsMax
    return tooLarge ? [] : steps
  }

  function choice(): Step[] {
    let first: Step[] = []
    for (let token = tokens?.[at]; token !== undefined && token !== '|' && token !== ')'; token = tokens?.[at])
      first = sized([...first, ...repeated(token)])
    if (tokens?.[at] !== '|') return first
    at++
    const rest = choice()
    return sized([first.length + 2, ...first, { jump: rest.length + 1 }, ...rest])
  }

  function repeated(token: string): Step[] {
    at++
    const once = atom(token)
    const sign = tokens?.[at] ?? ''
    if (!/^([*+?]|\{.+)$/.test(sign)) return once
    // Lazy or greedy makes no difference to whether a text matches.
    at += tokens?.[at + 1] === '?' ? 2 : 1
    const [least = 0, most = least] =
      sign === '*' ? [0, Infinity] : sign === '+' ? [1, Infinity] : sign === '?' ? [0, 1] : boundsOf(sign)
    return times(once, least, most)
  }

  function atom(token: string): Step[] {
    if (token === '^' || token === '$' || token === '\\b' || token === '\\B') return [token]
    if (token !== '(' && token !== '(?:') return [testOf(token, caseInsensitive)]
    const inner = choice()
    at++
    return inner
  }

  function times(once: readonly Step[], least: number, most: number): Step[] {
    const length = once.length + 1
    const endless = most === Infinity
    tooLarge ||= length * (endless ? least : most) > stepsMax
    if (tooLarge) return []
    const steps = Array.from({ length: least }, () => once).flat()
    if (!endless) for (let left = most - least; left > 0; left--) steps.push(left * length, ...once)
    else if (least > 0) steps.push(1 - length)
    else steps.push(length + 1, ...once, 1 - length)
    return steps
  }

  const steps = choice()
  return tooLarge ? 'too-large' : steps
}

// JavaScript's own engine says whether the syntax is right; what it has beyond RE2's and beyond reason is refused here.
function tokensOf(source: string): readonly string[] | undefined {
  let fine = true
  const plain = source.replace(/\\(.?)/gsu, (escaped, point: string) => {
    if (/[!-/:-@[-`{-~]/.test(point)) return `\\x${point.charCodeAt(0).toString(16)}`
    fine &&= /[bdwstnr]/i.test(point) && !/[TNR]/.test(point)
    return escaped
  })
  try {
    new RegExp(plain, 'u')
  } catch {
    return undefined
  }
  const tokens = plain.match(/\[[^\]]*\]|\\x..|\(\?:|\{[^}]*\}|\\?./gsu) ?? []
  const refused = /^\[(\^?\]|.*(\[|\\b))/s
  fine &&= !tokens.some((token, at) => refused.test(token) || (token === '(' && tokens[at + 1] === '?'))
  fine &&= !tokens.some(
    token => token[0] === '{' && boundsOf(token).some(bound => bound > repeatMax && bound < Infinity),
  )
  return fine ? tokens : undefined
}

// `{2}` is [2], `{2,}` is [2, Infinity], `{2,5}` is [2, 5].
function boundsOf(token: string): number[] {
  return token
    .slice(1, -1)
    .split(',')
    .map(bound => (bound === '' ? Infinity : Number(bound)))
}

function testOf(token: string, caseInsensitive: boolean): PointTest {
  if (token === '.') return point => point !== '\n'
  const negated = token === '\\S' || token.startsWith('[^')
  const set = /^\\s$/i.test(token)
    ? space
    : token
        .replace(/^\[\^?|\]$/g, '')
        .replaceAll('\\s', space)
        .replaceAll('\\S', `\\S${otherSpace}`)
  const native = new RegExp(`^[${set.replace(/^\^/, '\\^')}]$`, 'u')
  // Asking the engine each time costs more, and most text is ASCII.
  const ascii = Array.from({ length: 128 }, (_, code) => native.test(String.fromCharCode(code)))
  const test: PointTest = point => ascii[point.charCodeAt(0)] ?? native.test(point)
  if (!caseInsensitive) return negated ? point => !test(point) : test
  // A letter whose other case is several letters has no other case here, since no set has them.
  return point => (test(point) || test(point.toLowerCase()) || test(point.toUpperCase())) !== negated
}
