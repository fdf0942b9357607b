import type { TailEvent } from '../../contract/live.ts'

/** One event in the list, numbered as it came, since the same id may come twice. */
export type TailRow = TailEvent & { number: number }

/** The last events that came, in bounded memory. */
export type TailRing = {
  add(events: readonly TailEvent[]): void
  /** All of them, newest first. */
  newestFirst(): TailRow[]
  /** How many have ever been added. */
  added(): number
  clear(): void
}

/** A ring for so many events; older ones make way. */
export function tailRing(size: number): TailRing {
  let rows: TailRow[] = []
  let next = 0
  return {
    add(events) {
      for (const event of events) rows[next++ % size] = { ...event, number: next }
    },
    newestFirst() {
      const start = next % size
      const inOrder = next > size ? [...rows.slice(start), ...rows.slice(0, start)] : rows
      return inOrder.toReversed()
    },
    added: () => next,
    clear() {
      rows = []
      next = 0
    },
  }
}

/** How many arrived in each of the last seconds, oldest first; the second under way is not counted yet. */
export function ratesIn(arrivals: ReadonlyMap<number, number>, nowSecond: number, seconds: number): number[] {
  return Array.from({ length: seconds }, (_, place) => arrivals.get(nowSecond - seconds + place) ?? 0)
}
