import type { AttributeSlots } from './attribute-slots.ts'
import type { Test } from './condition.ts'
import { type Context, own } from './context.ts'
import { type Landmarks, landmarksOf } from './landmarks.ts'

/** The rules of a flag by what they compare attributes with, so that a context finds its rules without asking each. */
export type RuleIndex = readonly Column[]

/** What the value of one attribute leaves open: a bit for every rule that it does not rule out. */
type Column = {
  readonly attribute: string
  readonly type: Landmarks['type']
  /** Numbers in order; below the first, at it, between it and the second and so on is a place in `bitsOfPlace`. */
  readonly points: readonly number[] | undefined
  readonly bitsOfPlace: readonly number[]
  readonly bitsOf: ReadonlyMap<unknown, number>
  readonly bitsOther: number
  readonly bitsMissing: number
}

type Leaf = Test & { readonly landmarks: Landmarks }
type RuleLeaf = { readonly rule: number; readonly leaf: Leaf }

const rulesMax = 32
const isOwn = Object.prototype.hasOwnProperty

/** How the rules of flags are tabulated and looked up; without it every rule is asked, with the same answers. */
export type Indexing = {
  /** Tabulates the tests of a flag's rules by asking them, or undefined when there is nothing to tabulate. */
  readonly of: (tests: readonly (Test | undefined)[], slots: AttributeSlots) => RuleIndex | undefined
  /** Whether a rule that the index leaves open matches for certain. */
  readonly decides: (test: Test) => boolean
  /** A bit for every rule that may match, or undefined when a value is of an unexpected type and every rule must be asked. */
  readonly openRules: (index: RuleIndex, context: Context) => number | undefined
}

/** The one way there is. */
export const indexing: Indexing = { of: ruleIndex, decides: test => requiredLeaves(test).complete, openRules }

// The comparisons with landmarks that must hold for a test to hold, and whether there is nothing more to it.
function requiredLeaves(test: Test): { leaves: Leaf[]; complete: boolean } {
  const { source, type, judge, parts, every } = test
  const landmarks = judge && 'attribute' in source ? landmarksOf(source, type) : undefined
  if (landmarks !== undefined) return { leaves: [{ ...test, landmarks }], complete: true }
  if (parts === undefined || every !== true) return { leaves: [], complete: false }
  const required = parts.map(requiredLeaves)
  return { leaves: required.flatMap(({ leaves }) => leaves), complete: required.every(({ complete }) => complete) }
}

function ruleIndex(tests: readonly (Test | undefined)[], slots: AttributeSlots): RuleIndex | undefined {
  if (tests.length > rulesMax) return undefined
  const byAttribute = new Map<string, RuleLeaf[]>()
  tests.forEach((test, rule) => {
    for (const leaf of test === undefined ? [] : requiredLeaves(test).leaves) {
      if (!('attribute' in leaf.source)) continue
      const leaves = byAttribute.get(leaf.source.attribute) ?? []
      leaves.push({ rule, leaf })
      byAttribute.set(leaf.source.attribute, leaves)
    }
  })
  const columns = Array.from(byAttribute, ([attribute, leaves]) => columnOf(attribute, leaves, slots) ?? [])
  return columns.length === 0 || columns.some(Array.isArray) ? undefined : columns.flat()
}

function columnOf(attribute: string, leaves: readonly RuleLeaf[], { unread }: AttributeSlots): Column | undefined {
  const [type, mixed] = new Set(leaves.map(({ leaf }) => leaf.landmarks.type))
  if (type === undefined || mixed !== undefined) return undefined
  const bitsIn = (context: Context) =>
    leaves.reduce((bits, { rule, leaf }) => (leaf.matches(unread.slice(), context) ? bits : bits & ~(1 << rule)), -1)
  const bitsAt = (value: unknown) => bitsIn({ [attribute]: value })
  const values = Array.from(new Set(leaves.flatMap(({ leaf }) => leaf.landmarks.values)))
  const points = type === 'number' ? values.map(Number).sort((a, b) => a - b) : undefined
  return {
    attribute,
    type,
    points,
    bitsOfPlace: points === undefined ? [] : placesOf(points).map(bitsAt),
    bitsOf: new Map(points === undefined ? values.map(value => [value, bitsAt(value)]) : []),
    // Longer than every text it is not to be.
    bitsOther: bitsAt(`${values.join('')}.`),
    bitsMissing: bitsIn({}),
  }
}

// One number for every place.
function placesOf(points: readonly number[]): number[] {
  const last = points.length - 1
  return points.flatMap((point, i) => [
    ...(i === 0 ? [-Number.MAX_VALUE] : []),
    point,
    i === last ? Number.MAX_VALUE : point / 2 + (points[i + 1] ?? 0) / 2,
  ])
}

function openRules(index: RuleIndex, context: Context): number | undefined {
  try {
    return openInPassing(index, context) ?? openOneByOne(index, context)
  } catch {
    // A value that throws when it is read throws again for the rule that asks for it, if one does.
    return undefined
  }
}

// Inside such a loop engines know where each property is and that it is an own one, which to look up costs more than all
// the rest.
function openInPassing(index: RuleIndex, context: Context): number | undefined {
  let open = -1
  let missing = index.length
  for (const name in context) {
    for (let i = 0; i < index.length; i++) {
      const column = index[i]
      if (column === undefined || column.attribute !== name) continue
      if (!isOwn.call(context, name)) break
      const bits = bitsOfValue(column, context[name])
      if (bits === undefined) return undefined
      open &= bits
      if (--missing === 0) return open
      break
    }
  }
  return undefined
}

function openOneByOne(index: RuleIndex, context: Context): number | undefined {
  let open = -1
  for (const column of index) {
    const bits = bitsOfValue(column, own(context, column.attribute))
    if (bits === undefined) return undefined
    open &= bits
  }
  return open
}

function bitsOfValue(column: Column, value: unknown): number | undefined {
  if (value === undefined || value === null) return column.bitsMissing
  if (column.points !== undefined) return bitsOfNumber(column.points, column, value)
  if (typeof value !== 'string' && typeof value !== 'boolean') return undefined
  return typeof value === column.type ? (column.bitsOf.get(value) ?? column.bitsOther) : undefined
}

function bitsOfNumber(points: readonly number[], column: Column, value: unknown): number | undefined {
  if (typeof value !== 'number' || !Number.isFinite(value)) return undefined
  let before = 0
  while (before < points.length && value > (points[before] ?? value)) before++
  return column.bitsOfPlace[2 * before + (points[before] === value ? 1 : 0)]
}
