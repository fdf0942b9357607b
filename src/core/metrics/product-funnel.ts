import type { Occurrence } from '../../contract/metric.ts'
import { funnelOf } from './funnel.ts'
import type { Bucket } from './product-calendar.ts'
import { inOrder, labelsOf, share } from './product-cells.ts'
import { type Mark, type MarkedEntry, markedEntries } from './product-paths.ts'
import type { ProductCell, ProductPlan } from './product-plan.ts'

/** What the entries of a unit in one bucket come to; there is at least one. */
export function bestOf(entries: readonly MarkedEntry[], steps: number): Omit<MarkedEntry, 'timeMs'> {
  const best = entries.reduce((one, other) => (isBefore(other, one) ? other : one))
  return {
    furthest: best.furthest,
    said: best.said,
    immature: best.furthest < steps && entries.some(({ immature }) => immature),
  }
}

function isBefore(one: MarkedEntry, other: MarkedEntry): boolean {
  if (one.furthest !== other.furthest) return one.furthest > other.furthest
  if (one.timeMs !== other.timeMs) return one.timeMs < other.timeMs
  return one.said !== null && (other.said === null || one.said < other.said)
}

/** The events that matter to the funnel of a plan, in the order of their bits in a mark: steps, exclusions, then what makes a member. */
export function markedBy({ formula, member }: ProductPlan): Occurrence[] {
  if (formula.kind !== 'funnel') return []
  return [...formula.steps, ...(formula.exclude ?? []), ...(member === null ? [] : [member])]
}

/** More values of a dimension than anybody would look at, and than should be held in memory. */
const segmentsHeldMax = 100_000

type Held = { bucket: number; segment: string | null; units: number; immature: number; steps: number[] }

/** Takes the events of a funnel unit by unit, in any order within a unit, and holds no more than one unit and the counts so far. */
export type FunnelFold = {
  add(unit: number, timeMs: number, mask: number, said: string | null): void
  /** The cells; nothing may be added after. */
  cells(): ProductCell[] | 'too-many-segments'
}

/** Folds marked events of units into the cells of a plan's funnel. */
export function createFunnelFold(plan: ProductPlan): FunnelFold {
  const { formula, buckets, knownMs, dimension } = plan
  if (formula.kind !== 'funnel') throw new Error(`${formula.kind} is not a funnel`)
  const funnel = funnelOf(formula)
  const memberBit = plan.member === null ? 0 : 1 << (markedBy(plan).length - 1)
  const held = new Map<string, Held>()
  let unit = -1
  let marks: Mark[] = []

  function count(bucket: number, segment: string | null, furthest: number, immature: boolean): void {
    if (held.size > segmentsHeldMax) return
    const key = `${bucket} ${segment === null ? '' : `=${segment}`}`
    const one = held.get(key) ?? { bucket, segment, units: 0, immature: 0, steps: funnel.steps.map(() => 0) }
    held.set(key, one)
    one.units++
    if (immature) one.immature++
    for (let step = 0; step < furthest; step++) one.steps[step] = (one.steps[step] ?? 0) + 1
  }

  function finish(): void {
    const byBucket = new Map<number, MarkedEntry[]>()
    for (const entry of markedEntries(funnel, marks, knownMs)) {
      const bucket = placeOf(buckets, entry.timeMs)
      if (bucket === undefined) continue
      const others = byBucket.get(bucket)
      if (others) others.push(entry)
      else byBucket.set(bucket, [entry])
    }
    const memberOf =
      memberBit === 0
        ? undefined
        : new Set(marks.filter(({ mask }) => (mask & memberBit) > 0).map(({ timeMs }) => placeOf(buckets, timeMs)))
    for (const [bucket, entries] of byBucket) {
      if (memberOf !== undefined && !memberOf.has(bucket)) continue
      const { furthest, immature, said } = bestOf(entries, funnel.steps.length)
      count(bucket, said, furthest, immature)
    }
    marks = []
  }

  return {
    add(number, timeMs, mask, said) {
      if (number !== unit && marks.length > 0) finish()
      unit = number
      marks.push({ timeMs, mask, said })
    },
    cells() {
      if (marks.length > 0) finish()
      if (held.size > segmentsHeldMax) return 'too-many-segments'
      return cellsOf([...held.values()], dimension !== null)
    },
  }
}

function cellsOf(held: readonly Held[], bySegment: boolean): ProductCell[] {
  const sizes = new Map<string, number>()
  for (const { segment, units } of held) if (segment !== null) sizes.set(segment, (sizes.get(segment) ?? 0) + units)
  const labelOf = labelsOf(sizes)
  const cells = new Map<string, Held>()
  for (const one of held) {
    const segment = bySegment ? labelOf(one.segment) : null
    const key = `${one.bucket} ${segment}`
    const sum = cells.get(key) ?? { ...one, segment, units: 0, immature: 0, steps: one.steps.map(() => 0) }
    cells.set(key, sum)
    sum.units += one.units
    sum.immature += one.immature
    sum.steps = sum.steps.map((units, step) => units + (one.steps[step] ?? 0))
  }
  const blank = { value: null, numerator: null, denominator: null }
  return inOrder([...cells.values()].map(cell => share({ ...cell, ...blank }, cell.steps.at(-1) ?? 0, cell.units)))
}

/** The bucket of a moment, undefined outside of all. */
function placeOf(buckets: readonly Bucket[], timeMs: number): number | undefined {
  let [low, high] = [0, buckets.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((buckets[middle]?.endMs ?? 0) > timeMs) high = middle
    else low = middle + 1
  }
  return (buckets[low]?.startMs ?? Number.POSITIVE_INFINITY) <= timeMs ? low : undefined
}
