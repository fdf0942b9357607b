import type { SlotRange } from '../../contract/experiment.ts'
import type { Weights } from '../../contract/flag.ts'

/** How finely units are divided: a slot is a thousandth of a percent. */
export const slotCount = 100_000

/** The slot of a 32-bit hash, 0 to 99,999; exact, since the product stays below 2^53. */
export function slotOf(hash: number): number {
  return Math.floor((hash * slotCount) / 4_294_967_296)
}

/** A share in percent as a whole number of slots. */
export function slotsOf(percent: number): number {
  return Math.round(percent * 1000)
}

/** For every variant the slot its share ends before, in the order of the weights; rounding may leave the last a little off. */
export function variantEnds(weights: Weights): number[] {
  let end = 0
  return weights.map(arm => {
    end += slotsOf(arm.weight)
    return end
  })
}

/** Which share a slot falls into, by the ends of the shares; the last takes what is left. */
export function shareOf(slot: number, ends: readonly number[]): number {
  let share = 0
  while (share < ends.length - 1 && slot >= (ends[share] ?? 0)) share++
  return share
}

/** Whether a slot lies in one of the ranges; a range includes its first slot and excludes its last. */
export function inRanges(slot: number, ranges: readonly SlotRange[]): boolean {
  for (const [from, to] of ranges) if (slot >= from && slot < to) return true
  return false
}
