import type { JournalLines } from '../store/events/event-store.ts'
import type { Dedupe, Ticket } from './dedupe.ts'
import type { Judged } from './verdict.ts'

/** The events of a request after their verdicts, by their place in it. */
export type Batch = {
  size: number
  /** The events about which something is to be said. The others are valid and whole. */
  noted: Map<number, Judged>
  /** Claims the id of an event for a ticket. This, the lines and the whole of it can be had only in the turn the batch was made. */
  claim(ticket: Ticket, index: number): ReturnType<Dedupe['claim']>
  /** The journal lines of events, in the order of the places. */
  lines(places: readonly number[]): JournalLines[]
  /** An event with its line as text. */
  judged(index: number): Judged
}

/** The batch of events that were judged one by one. */
export function judgedBatch(judged: readonly Judged[], dedupe: Pick<Dedupe, 'claim'>, receivedMs: number): Batch {
  const noted = new Map(judged.entries())
  const at = (index: number): Judged => {
    const event = noted.get(index)
    if (event === undefined) throw new RangeError(`there is no event ${index}`)
    return event
  }
  return {
    size: judged.length,
    noted,
    claim: (ticket, index) => dedupe.claim(ticket, at(index).id, receivedMs),
    lines: places => places.map(index => at(index).line),
    judged: at,
  }
}
