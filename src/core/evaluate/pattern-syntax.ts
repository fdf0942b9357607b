/** A set of code points as pairs of first and last, or everything else when negated. */
export type PointSet = { ranges: readonly number[]; negated: boolean }

/** A pattern as a tree. */
export type PatternNode =
  | { kind: 'set'; set: PointSet }
  | { kind: 'start' | 'end' | 'boundary' | 'no-boundary' }
  | { kind: 'sequence' | 'choice'; nodes: PatternNode[] }
  | { kind: 'repeat'; node: PatternNode; least: number; most: number }

const repeatMax = 1000
const lastPoint = 0x10ffff
const digit = [48, 57]
const word = [48, 57, 65, 90, 95, 95, 97, 122]
const space = [9, 10, 12, 13, 32, 32]
const controls: Record<string, number> = { t: 9, n: 10, r: 13 }
const shorthands: Record<string, readonly number[]> = { d: digit, w: word, s: space }

/**
 * The tree of a pattern, or what is wrong with it. The syntax is what RE2 and JavaScript have in common, with the meaning
 * RE2 gives it: literals, `.`, classes, `\d \w \s \b` and their negations (ASCII), groups, `|`, `^ $` (the whole text),
 * `* + ? {m,n}`. Backreferences and lookaround, which no linear-time engine can have, are refused.
 */
export function parsePattern(source: string): PatternNode | { problem: string } {
  const points = Array.from(source)
  let at = 0
  let problem: string | undefined

  function fail(message: string): undefined {
    problem ??= `${message} (at character ${at + 1})`
    at = points.length
  }

  function take(point: string): boolean {
    if (points[at] !== point) return false
    at++
    return true
  }

  function choice(): PatternNode {
    const nodes = [sequence()]
    while (take('|')) nodes.push(sequence())
    return nodes.length === 1 && nodes[0] !== undefined ? nodes[0] : { kind: 'choice', nodes }
  }

  function sequence(): PatternNode {
    const nodes: PatternNode[] = []
    while (at < points.length && points[at] !== '|' && points[at] !== ')') {
      const node = atom()
      if (node === undefined) break
      nodes.push(repeated(node))
    }
    return { kind: 'sequence', nodes }
  }

  function repeated(node: PatternNode): PatternNode {
    const bounds = quantifier()
    if (bounds === undefined) return node
    if (node.kind !== 'set' && node.kind !== 'sequence' && node.kind !== 'choice') {
      fail('nothing to repeat')
    }
    // Lazy or greedy makes no difference to whether a text matches.
    take('?')
    if (['*', '+', '?', '{'].includes(points[at] ?? '')) fail('two quantifiers: put the first in a group')
    return { kind: 'repeat', node, ...bounds }
  }

  function quantifier(): { least: number; most: number } | undefined {
    if (take('*')) return { least: 0, most: Number.POSITIVE_INFINITY }
    if (take('+')) return { least: 1, most: Number.POSITIVE_INFINITY }
    if (take('?')) return { least: 0, most: 1 }
    if (points[at] !== '{') return undefined
    const bounds = /^\{(\d{1,4})(,(\d{0,4}))?\}/.exec(points.slice(at, at + 12).join(''))
    if (bounds === null) return fail('write {2}, {2,} or {2,5}, or \\{')
    const least = Number(bounds[1])
    const most = bounds[2] === undefined ? least : bounds[3] === '' ? Number.POSITIVE_INFINITY : Number(bounds[3])
    at += bounds[0].length
    if (least > repeatMax || (Number.isFinite(most) && (most > repeatMax || most < least))) {
      return fail(`write {from,to} with at most ${repeatMax}`)
    }
    return { least, most }
  }

  function atom(): PatternNode | undefined {
    const point = points[at] ?? ''
    at++
    if (point === '(') return group()
    if (point === '[') return classOf()
    if (point === '.') return { kind: 'set', set: { ranges: [10, 10], negated: true } }
    if (point === '^') return { kind: 'start' }
    if (point === '$') return { kind: 'end' }
    if (point === '\\') return escaped()
    if ('*+?{}]'.includes(point)) return fail(`write \\${point}`)
    return literal(codeOf(point))
  }

  function group(): PatternNode | undefined {
    if (take('?') && !take(':')) return fail('write (...) or (?:...); lookaround, names and modes are not supported')
    const node = choice()
    if (!take(')')) return fail(') is missing')
    return { kind: 'sequence', nodes: [node] }
  }

  function escaped(): PatternNode | undefined {
    if (take('b')) return { kind: 'boundary' }
    if (take('B')) return { kind: 'no-boundary' }
    const ranges = escaping()
    return ranges && { kind: 'set', set: { ranges, negated: false } }
  }

  // What stands behind a backslash, inside a class or outside of it.
  function escaping(): readonly number[] | undefined {
    const point = points[at] ?? ''
    at++
    const shorthand = Object.hasOwn(shorthands, point.toLowerCase()) ? shorthands[point.toLowerCase()] : undefined
    if (shorthand !== undefined) return point === point.toLowerCase() ? shorthand : complement(shorthand)
    const control = Object.hasOwn(controls, point) ? controls[point] : undefined
    if (control !== undefined) return [control, control]
    if (/^[!-/:-@[-`{-~]$/.test(point)) return [codeOf(point), codeOf(point)]
    return fail(`\\${point} is not supported`)
  }

  function classOf(): PatternNode | undefined {
    const negated = take('^')
    const ranges: number[] = []
    while (at < points.length && points[at] !== ']') {
      const from = member()
      if (from === undefined) return undefined
      if (points[at] === '-' && points[at + 1] !== ']') {
        at++
        const to = member()
        if (to === undefined) return undefined
        const [first, last] = [from[0] ?? 0, to[0] ?? 0]
        if (from.length !== 2 || from[0] !== from[1] || to.length !== 2 || to[0] !== to[1] || first > last) {
          return fail('a range goes upwards; write \\- for a dash')
        }
        ranges.push(first, last)
      } else ranges.push(...from)
    }
    if (!take(']')) return fail('] is missing')
    if (ranges.length === 0) return fail('a class is empty')
    return { kind: 'set', set: { ranges, negated } }
  }

  function member(): readonly number[] | undefined {
    const point = points[at] ?? ''
    at++
    if (point === '\\') return escaping()
    if (point === '[') return fail('write \\[')
    return [codeOf(point), codeOf(point)]
  }

  const node = choice()
  if (at < points.length) fail('write \\)')
  return problem === undefined ? node : { problem }
}

function literal(code: number): PatternNode {
  return { kind: 'set', set: { ranges: [code, code], negated: false } }
}

function codeOf(point: string): number {
  return point.codePointAt(0) ?? 0
}

function complement(ranges: readonly number[]): readonly number[] {
  const rest: number[] = []
  let from = 0
  for (let i = 0; i < ranges.length; i += 2) {
    const first = ranges[i] ?? 0
    if (first > from) rest.push(from, first - 1)
    from = (ranges[i + 1] ?? 0) + 1
  }
  rest.push(from, lastPoint)
  return rest
}
