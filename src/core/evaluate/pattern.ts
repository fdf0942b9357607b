import { type PatternNode, type PointSet, parsePattern } from './pattern-syntax.ts'

/** One step of a pattern's automaton. */
type Step =
  | { op: 'set'; set: PointSet }
  | { op: 'split' | 'jump'; to: number }
  | { op: 'start' | 'end' | 'boundary' | 'no-boundary' | 'match' }

const stepsMax = 500
const textLengthMax = 10_000

/**
 * A test whether a text contains a match of a pattern, or what is wrong with the pattern. Time grows with the length of
 * the text times the size of the pattern and never faster: all alternatives are followed side by side (Thompson 1968).
 * Texts over 10,000 characters do not match. Case is ignored by `toLowerCase` and `toUpperCase` of each character.
 */
export function compilePattern(
  source: string,
  caseInsensitive = false,
): ((text: string) => boolean) | { problem: string } {
  const node = parsePattern(source)
  if ('problem' in node) return node
  if (sizeOf(node) > stepsMax)
    return { problem: `the pattern is too large: repetitions unfold to more than ${stepsMax} steps` }
  const program: Step[] = []
  emit(node, program)
  program.push({ op: 'match' })
  return matcher(program, node.kind === 'sequence' && node.nodes[0]?.kind === 'start', caseInsensitive)
}

// How many steps a tree unfolds to, at most.
function sizeOf(node: PatternNode): number {
  if (node.kind === 'sequence') return node.nodes.reduce((sum, each) => sum + sizeOf(each), 0)
  if (node.kind === 'choice') return node.nodes.reduce((sum, each) => sum + sizeOf(each) + 2, 0)
  if (node.kind !== 'repeat') return 1
  return Number.isFinite(node.most) ? (sizeOf(node.node) + 1) * node.most : sizeOf(node.node) * (node.least + 1) + 2
}

function emit(node: PatternNode, program: Step[]): void {
  if (node.kind === 'set') program.push({ op: 'set', set: node.set })
  else if (node.kind === 'sequence') for (const each of node.nodes) emit(each, program)
  else if (node.kind === 'choice') emitChoice(node.nodes, program)
  else if (node.kind === 'repeat') emitRepeat(node.node, node.least, node.most, program)
  else program.push({ op: node.kind })
}

function emitChoice(nodes: readonly PatternNode[], program: Step[]): void {
  const jumps: { op: 'jump'; to: number }[] = []
  for (const node of nodes.slice(0, -1)) {
    const split = { op: 'split' as const, to: 0 }
    const jump = { op: 'jump' as const, to: 0 }
    program.push(split)
    emit(node, program)
    program.push(jump)
    jumps.push(jump)
    split.to = program.length
  }
  for (const node of nodes.slice(-1)) emit(node, program)
  for (const jump of jumps) jump.to = program.length
}

function emitRepeat(node: PatternNode, least: number, most: number, program: Step[]): void {
  for (let i = 0; i < least; i++) emit(node, program)
  const endless = most === Number.POSITIVE_INFINITY
  const exits: { op: 'split'; to: number }[] = []
  for (let i = endless ? 0 : least; i < (endless ? 1 : most); i++) {
    const exit = { op: 'split' as const, to: 0 }
    const at = program.push(exit) - 1
    exits.push(exit)
    emit(node, program)
    if (endless) program.push({ op: 'jump', to: at })
  }
  for (const exit of exits) exit.to = program.length
}

function matcher(program: readonly Step[], anchored: boolean, caseInsensitive: boolean): (text: string) => boolean {
  const reached = new Float64Array(program.length)
  let round = 0

  return text => {
    if (text.length > textLengthMax) return false
    let active: number[] = []
    let matched = false

    // Follows everything that needs no character; each step is entered once a round, so loops over nothing end.
    function enter(index: number, at: number): void {
      if (reached[index] === round) return
      reached[index] = round
      const step = program[index]
      if (step === undefined) return
      if (step.op === 'set') active.push(index)
      else if (step.op === 'match') matched = true
      else if (step.op === 'jump') enter(step.to, at)
      else if (step.op === 'split') {
        enter(index + 1, at)
        enter(step.to, at)
      } else if (holds(step.op, text, at)) enter(index + 1, at)
    }

    round++
    enter(0, 0)
    for (let at = 0; at < text.length && !matched; ) {
      if (anchored && active.length === 0) return false
      const code = text.codePointAt(at) ?? 0
      at += code > 0xffff ? 2 : 1
      const before = active
      active = []
      round++
      for (const index of before) {
        const step = program[index]
        if (step?.op === 'set' && accepts(step.set, code, caseInsensitive)) enter(index + 1, at)
      }
      if (!anchored) enter(0, at)
    }
    return matched
  }
}

function holds(op: 'start' | 'end' | 'boundary' | 'no-boundary', text: string, at: number): boolean {
  if (op === 'start') return at === 0
  if (op === 'end') return at === text.length
  return (isWord(text.charCodeAt(at - 1)) !== isWord(text.charCodeAt(at))) === (op === 'boundary')
}

function isWord(code: number): boolean {
  return (code >= 48 && code <= 57) || (code >= 65 && code <= 90) || code === 95 || (code >= 97 && code <= 122)
}

function accepts({ ranges, negated }: PointSet, code: number, caseInsensitive: boolean): boolean {
  let found = within(ranges, code)
  if (caseInsensitive && !found) {
    const point = String.fromCodePoint(code)
    found = within(ranges, onlyPoint(point.toLowerCase())) || within(ranges, onlyPoint(point.toUpperCase()))
  }
  return found !== negated
}

// A letter whose other case is several letters has no other case here.
function onlyPoint(text: string): number {
  const code = text.codePointAt(0) ?? -1
  return text.length === (code > 0xffff ? 2 : 1) ? code : -1
}

function within(ranges: readonly number[], code: number): boolean {
  for (let i = 0; i < ranges.length; i += 2) {
    if (code >= (ranges[i] ?? 0) && code <= (ranges[i + 1] ?? -1)) return true
  }
  return false
}
