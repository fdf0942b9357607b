import { keptEvents } from './kept-events.ts'
import type { Settings } from './options.ts'
import { createQueue, type Waiting } from './queue.ts'
import { type Answer, backoff, request, setBackgroundTimeout } from './request.ts'
import type { SafeStorage } from './storage.ts'

/** What became of the events of a client so far. */
export type DeliveryStats = {
  readonly waiting: number
  readonly delivered: number
  readonly quarantined: number
  readonly retries: number
  /** Left in the storage when the client was closed, for the next one. */
  readonly kept: number
  /** No room, refused by the server, too large alone, or still waiting when the client was closed and not kept. */
  readonly dropped: {
    readonly overflow: number
    readonly rejected: number
    readonly tooLarge: number
    readonly closed: number
  }
}

/** Brings events to the server in batches, again and again until it takes or refuses them. */
export type Sender = {
  readonly add: (event: Waiting) => void
  /**
   * Sends what waits now; true when nothing waits any more, false when the server could not take it. `leaving` sends in a
   * way that survives the page, after which it may be over.
   */
  readonly flush: (leaving?: boolean) => Promise<boolean>
  readonly close: () => void
  /** How many events were given up so far, for whatever reason. */
  readonly lost: () => number
  readonly stats: () => DeliveryStats
}

const retryAfterMsMax = 300_000
// Browsers let go of a page's requests unless they are kept alive, and keep alive 64 KB.
const keepaliveBytesMax = 60_000

/** A sender with one request under way at a time. */
export function createSender(settings: Settings, storage: SafeStorage | undefined): Sender {
  const { report, timers, batchEventsMax, batchBytesMax, flushIntervalMs } = settings
  const dropped = { overflow: 0, rejected: 0, tooLarge: 0, closed: 0 }
  const counts = { delivered: 0, quarantined: 0, retries: 0, kept: 0 }
  const queue = createQueue(settings.queueEventsMax, event => drop('overflow', [event]))
  const kept = storage && keptEvents(settings, storage, add)
  let eventsMax = batchEventsMax
  let attempt = 0
  let timer: unknown
  let keeping = false
  let underWay: Promise<boolean> | undefined
  let inFlight = 0
  let waitingOut = false
  let closed = false
  let lost = 0

  function drop(why: keyof typeof dropped, events: readonly Waiting[]): void {
    dropped[why] += events.length
    lost += events.length
    kept?.release(events)
  }

  function schedule(delayMs: number): void {
    if (timer !== undefined || closed) return
    const due = () => {
      timer = undefined
      void flush()
    }
    // Waiting for the server is no reason for a process to go on, a second for the next batch is.
    timer = waitingOut ? setBackgroundTimeout(settings, due, delayMs) : timers.setTimeout(due, delayMs)
  }

  function unschedule(): void {
    timers.clearTimeout(timer)
    timer = undefined
    waitingOut = false
  }

  function add(event: Waiting): void {
    if (closed) drop('closed', [event])
    else {
      queue.add(event)
      // What is under way takes this along; and after a failure a full batch is no reason to hurry.
      if (underWay || waitingOut) keepSoon()
      else if (queue.size() >= batchEventsMax || queue.bytes() >= batchBytesMax) void flush()
      else schedule(flushIntervalMs)
    }
  }

  function keepSoon(): void {
    if (!kept || keeping) return
    keeping = true
    const due = () => {
      keeping = false
      kept.keep(queue.all())
    }
    setBackgroundTimeout(settings, due, flushIntervalMs)
  }

  async function flush(leaving = false): Promise<boolean> {
    if (leaving) kept?.keep(queue.all())
    // A flush asked for while another runs is answered by what is left afterwards.
    if (underWay) await underWay
    if (underWay) return underWay
    if (closed || !queue.size()) return !queue.size()
    unschedule()
    kept?.keep(queue.all(), true)
    underWay = drain(leaving ? keepaliveBytesMax : batchBytesMax)
    return underWay
  }

  async function drain(bytesMax: number): Promise<boolean> {
    try {
      while (queue.size()) {
        const batch = queue.take(eventsMax, bytesMax)
        inFlight = batch.length
        const answer = await post(batch)
        inFlight = 0
        if (!settle(batch, answer)) return false
      }
      return true
    } finally {
      // Before anybody else runs: an event added from here on must find that nothing is under way.
      underWay = undefined
    }
  }

  function post(batch: readonly Waiting[]): Promise<Answer> {
    const sentAt = settings.now()
    return request(settings, '/v1/events', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: `[${batch.map(({ json }) => `${json},"sent_at":${sentAt}}`)}]`,
      keepalive: batch.reduce((sum, { bytes }) => sum + bytes, 0) <= keepaliveBytesMax,
    })
  }

  // Whether to go on with the next batch at once.
  function settle(batch: readonly Waiting[], { status, headers, body }: Answer): boolean {
    const { length } = batch
    if (status >= 200 && status < 300) {
      attempt = 0
      eventsMax = Math.min(batchEventsMax, eventsMax * 2)
      counts.delivered += length
      kept?.release(batch)
      const quarantined = Number(/"quarantined":(\d+)/.exec(`${body}`)?.[1] ?? 0)
      counts.quarantined += quarantined
      if (quarantined) report('delivery', `${quarantined} events were put aside`, body)
    } else if (status === 413 && length > 1) {
      queue.putBack(batch)
      eventsMax = Math.ceil(length / 2)
    } else if (!status || status === 408 || status === 429 || status >= 500) {
      if (closed) leave(batch)
      else {
        queue.putBack(batch)
        counts.retries++
        waitingOut = true
        schedule(Math.max(backoff(settings, attempt++), retryAfterMs(headers?.get('retry-after') ?? '')))
        report('delivery', `events wait: ${status}`, body)
      }
      return false
    } else {
      drop(status === 413 ? 'tooLarge' : 'rejected', batch)
      report('delivery', `events refused: ${status}`, body)
    }
    return true
  }

  function retryAfterMs(header: string): number {
    const ms = Number(header) * 1000 || Date.parse(header) - settings.now()
    return Math.min(Math.max(ms || 0, 0), retryAfterMsMax)
  }

  function leave(events: readonly Waiting[]): void {
    kept?.keep(events)
    const lost = events.filter(({ chunk }) => !chunk)
    counts.kept += events.length - lost.length
    drop('closed', lost)
  }

  return {
    add,
    flush,
    close: () => {
      closed = true
      unschedule()
      leave(queue.take(1 / 0, 1 / 0))
      kept?.leave()
    },
    lost: () => lost,
    stats: () => ({ waiting: queue.size() + inFlight, ...counts, dropped: { ...dropped } }),
  }
}
