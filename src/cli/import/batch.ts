import type { WireEvent } from '../../contract/event.ts'

/** Events of whole rows, small enough for one request. */
export type Batch = { events: WireEvent[]; lastRow: number; rowOf: number[] }

const eventsMax = 900
const bytesMax = 700_000

/** Collects events row by row and says when a batch is full; a row is never split, so that progress is a row number. */
export function batcher() {
  let batch: Batch = { events: [], lastRow: 0, rowOf: [] }
  let bytes = 0
  return {
    add(row: number, events: readonly WireEvent[]): Batch | undefined {
      const size = JSON.stringify(events).length
      const full =
        batch.events.length > 0 && (batch.events.length + events.length > eventsMax || bytes + size > bytesMax)
          ? this.take()
          : undefined
      batch.events.push(...events)
      for (const _ of events) batch.rowOf.push(row)
      batch.lastRow = row
      bytes += size
      return full
    },
    take(): Batch {
      const taken = batch
      batch = { events: [], lastRow: taken.lastRow, rowOf: [] }
      bytes = 0
      return taken
    },
  }
}
