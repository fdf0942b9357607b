import type { ExperimentRecord, SlotRange } from '../../contract/experiment.ts'
import { freeSlots, sizeOf, slotCount } from '../../core/lifecycle/slots.ts'

/** A running experiment in its layer: the slots it owns. */
export type Block = { key: string; name: string; ranges: SlotRange[]; phase: number; since: string }

/** The running experiments of a layer and environment, in the order of their slots. */
export function blocksOf(experiments: readonly ExperimentRecord[], layer: string, environment: string): Block[] {
  return experiments
    .filter(one => one.layer === layer && one.environment === environment && one.run.status === 'running')
    .flatMap(({ key, name, run }) => {
      const phase = run.phases.at(-1)
      return phase === undefined
        ? []
        : [{ key, name, ranges: phase.slots, phase: phase.number, since: phase.startedAt }]
    })
    .sort((a, b) => (a.ranges[0]?.[0] ?? 0) - (b.ranges[0]?.[0] ?? 0))
}

/** What is left of a layer in percent, exactly: a slot is a thousandth of one. */
export function freePercent(blocks: readonly Block[]): number {
  return percentOf(freeSlots(blocks.flatMap(({ ranges }) => ranges)))
}

/** The share of a layer that ranges make up, in percent. */
export function percentOf(ranges: readonly SlotRange[]): number {
  return (sizeOf(ranges) * 100) / slotCount
}

/** Where a range stands, in percent of the layer. */
export function placeOf([from, to]: SlotRange): { left: string; width: string } {
  return { left: `${(from * 100) / slotCount}%`, width: `${((to - from) * 100) / slotCount}%` }
}
