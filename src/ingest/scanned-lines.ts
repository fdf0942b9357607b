import type { JournalLines } from '../store/events/event-store.ts'
import type { Batch } from './batch.ts'
import type { Dedupe } from './dedupe.ts'
import type { Found } from './found.ts'
import type { Page } from './page.ts'
import type { Judged } from './verdict.ts'

/** Where the lines and ids of the events of a body are on a page. */
export type ScannedLines = {
  size: number
  /** Notes the event whose line was just written. */
  add(found: Found, lineFrom: number): void
  /** Leaves a place for an event that is judged otherwise. */
  skip(): void
  clear(): void
  /** The batch of what was noted; those left out are to be set in `noted`. */
  batch(dedupe: Pick<Dedupe, 'claim' | 'claimBytes'>, receivedMs: number): Batch
}

/** Makes room for so many events. */
export function createScannedLines(page: Page, eventsMax: number): ScannedLines {
  const lineFrom = new Int32Array(eventsMax)
  // 0 for an event that has no line here.
  const lineTo = new Int32Array(eventsMax)
  const idFrom = new Int32Array(eventsMax)
  const idTo = new Int32Array(eventsMax)
  const leftOutOf = new Map<number, string[]>()
  let noted = new Map<number, Judged>()

  function judgedAt(index: number, leftOut: string[] | undefined): Judged {
    const id = page.bytes.toString('utf8', idFrom[index] ?? 0, idTo[index] ?? 0)
    const line = page.bytes.toString('utf8', lineFrom[index] ?? 0, (lineTo[index] ?? 0) - 1)
    return { id, line, dropped: leftOut }
  }

  const lines: ScannedLines = {
    size: 0,
    add({ id, leftOut }, from) {
      const index = lines.size
      lines.size += 1
      lineFrom[index] = from
      lineTo[index] = page.used
      idFrom[index] = id.from + 1
      idTo[index] = id.to - 1
      if (leftOut !== undefined) leftOutOf.set(index, leftOut)
    },
    skip() {
      lineTo[lines.size] = 0
      lines.size += 1
    },
    clear() {
      lines.size = 0
      leftOutOf.clear()
      noted = new Map()
    },
    batch(dedupe, receivedMs) {
      for (const [index, leftOut] of leftOutOf) noted.set(index, judgedAt(index, leftOut))
      const batch: Batch = {
        size: lines.size,
        noted,
        claim(ticket, index) {
          const judged = lineTo[index] === 0 ? noted.get(index) : undefined
          return judged === undefined
            ? dedupe.claimBytes(ticket, page.bytes, idFrom[index] ?? 0, idTo[index] ?? 0, receivedMs)
            : dedupe.claim(ticket, judged.id, receivedMs)
        },
        lines(places) {
          const found: JournalLines[] = []
          for (let place = 0; place < places.length; place += 1) {
            const first = places[place] ?? 0
            if (lineTo[first] === 0) {
              found.push(batch.judged(first).line)
              continue
            }
            // Lines that follow each other are one stretch of bytes.
            let last = first
            let count = 1
            while (place + 1 < places.length && places[place + 1] === last + 1 && lineTo[last + 1] !== 0) {
              last += 1
              count += 1
              place += 1
            }
            found.push({ bytes: page.bytes.subarray(lineFrom[first], lineTo[last]), lines: count })
          }
          return found
        },
        judged: index => noted.get(index) ?? judgedAt(index, undefined),
      }
      return batch
    },
  }
  return lines
}
