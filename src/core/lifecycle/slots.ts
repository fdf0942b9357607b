import type { SlotRange } from '../../contract/experiment.ts'

/** How many slots a layer has. */
export const slotCount = 100_000

/** A share in percent as a number of slots. */
export function slotsOfPercent(percent: number): number {
  return Math.round(percent * 1000)
}

/** How many slots ranges hold together. */
export function sizeOf(ranges: readonly SlotRange[]): number {
  return ranges.reduce((sum, [from, to]) => sum + to - from, 0)
}

/** The ranges of a layer that none of the taken ones touches, in order. */
export function freeSlots(taken: readonly SlotRange[]): SlotRange[] {
  const free: SlotRange[] = []
  let next = 0
  for (const [from, to] of [...taken].sort((one, other) => one[0] - other[0])) {
    if (from > next) free.push([next, from])
    next = Math.max(next, to)
  }
  if (next < slotCount) free.push([next, slotCount])
  return free
}

/** The first `wanted` slots of some free ranges, or undefined when they hold fewer. */
export function takeSlots(free: readonly SlotRange[], wanted: number): SlotRange[] | undefined {
  const taken: SlotRange[] = []
  let missing = wanted
  for (const [from, to] of free) {
    if (missing === 0) break
    const size = Math.min(missing, to - from)
    taken.push([from, from + size])
    missing -= size
  }
  return missing === 0 ? taken : undefined
}

/** The first range two sets of ranges share, if any. */
export function overlap(some: readonly SlotRange[], others: readonly SlotRange[]): SlotRange | undefined {
  for (const [from, to] of some) {
    for (const [otherFrom, otherTo] of others) {
      if (from < otherTo && otherFrom < to) return [Math.max(from, otherFrom), Math.min(to, otherTo)]
    }
  }
  return undefined
}
