import type { Settings } from './options.ts'
import { createQueue, type Waiting } from './queue.ts'
import { type Answer, backoff, request, setBackgroundTimeout } from './request.ts'

/** What became of the events of a client so far. */
export type DeliveryStats = {
  readonly waiting: number
  readonly delivered: number
  readonly quarantined: number
  readonly retries: number
  /** No room, refused by the server, too large alone, or still waiting when the client was closed. */
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
  /** Sends what waits now; true when nothing waits any more, false when the server could not take it. */
  readonly flush: (lastChance?: boolean) => Promise<boolean>
  readonly close: () => void
  readonly stats: () => DeliveryStats
}

const retryAfterMsMax = 300_000
// Browsers let go of a page's requests unless they are kept alive, and keep alive 64 KB.
const keepaliveBytesMax = 60_000

/** A sender with one request under way at a time. */
export function createSender(settings: Settings): Sender {
  const queue = createQueue(settings.queueEventsMax)
  const dropped = { overflow: 0, rejected: 0, tooLarge: 0, closed: 0 }
  const counts = { delivered: 0, quarantined: 0, retries: 0 }
  let eventsMax = settings.batchEventsMax
  let attempt = 0
  let timer: unknown
  let underWay: Promise<boolean> | undefined
  let inFlight = 0
  let waitingOut = false
  let closed = false

  function schedule(delayMs: number, background: boolean): void {
    if (timer !== undefined || closed) return
    const due = () => {
      timer = undefined
      waitingOut = false
      void flush()
    }
    timer = background ? setBackgroundTimeout(settings, due, delayMs) : settings.timers.setTimeout(due, delayMs)
  }

  function unschedule(): void {
    if (timer !== undefined) settings.timers.clearTimeout(timer)
    timer = undefined
    waitingOut = false
  }

  async function flush(lastChance = false): Promise<boolean> {
    // A flush asked for while another runs is answered by what is left afterwards.
    if (underWay !== undefined) await underWay
    if (underWay !== undefined) return underWay
    if (closed || queue.size() === 0) return queue.size() === 0
    unschedule()
    underWay = drain(lastChance)
    return underWay
  }

  async function drain(lastChance: boolean): Promise<boolean> {
    try {
      while (queue.size() > 0) {
        const batch = queue.take(eventsMax, settings.batchBytesMax)
        inFlight = batch.length
        const answer = await post(batch, lastChance)
        inFlight = 0
        if (!settle(batch, answer)) return false
      }
      return true
    } finally {
      // Before anybody else runs: an event added from here on must find that nothing is under way.
      underWay = undefined
    }
  }

  async function post(batch: readonly Waiting[], lastChance: boolean): Promise<Answer> {
    const sentAt = settings.now()
    const body = `[${batch.map(({ json }) => `${json},"sent_at":${sentAt}}`).join(',')}]`
    const keepalive = lastChance && body.length <= keepaliveBytesMax
    return request(settings, '/v1/events', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
      keepalive,
    })
  }

  // Whether to go on with the next batch at once.
  function settle(batch: readonly Waiting[], answer: Answer): boolean {
    if ('failed' in answer) return again(batch, 'The events wait for another attempt.', undefined, answer.failed)
    const { status, headers } = answer
    if (status >= 200 && status < 300) {
      attempt = 0
      eventsMax = Math.min(settings.batchEventsMax, eventsMax * 2)
      counts.delivered += batch.length
      noteQuarantine(answer.body)
      return true
    }
    if (status === 413) return halve(batch)
    if (status === 408 || status === 429 || status >= 500) {
      return again(batch, `The events wait for another attempt: ${status}.`, headers.get('retry-after') ?? undefined)
    }
    dropped.rejected += batch.length
    settings.onError({
      during: 'delivery',
      message: `${batch.length} events were refused with ${status}: ${answer.body.slice(0, 500)}`,
    })
    return true
  }

  function again(batch: readonly Waiting[], message: string, retryAfter?: string, cause?: unknown): boolean {
    if (closed) {
      dropped.closed += batch.length
      return false
    }
    dropped.overflow += queue.putBack(batch)
    counts.retries++
    settings.onError({ during: 'delivery', message, cause })
    waitingOut = true
    schedule(Math.max(backoff(settings, attempt++), retryAfterMs(retryAfter)), true)
    return false
  }

  function halve(batch: readonly Waiting[]): boolean {
    if (batch.length === 1) {
      dropped.tooLarge++
      settings.onError({ during: 'delivery', message: 'An event is too large and was dropped.' })
      return true
    }
    dropped.overflow += queue.putBack(batch)
    eventsMax = Math.ceil(batch.length / 2)
    return true
  }

  function retryAfterMs(header: string | undefined): number {
    if (header === undefined) return 0
    const ms = /^\d+$/.test(header) ? Number(header) * 1000 : Date.parse(header) - settings.now()
    return Number.isNaN(ms) ? 0 : Math.min(Math.max(ms, 0), retryAfterMsMax)
  }

  function noteQuarantine(body: string): void {
    const quarantined = quarantinedIn(body)
    if (quarantined === 0) return
    counts.quarantined += quarantined
    settings.onError({
      during: 'delivery',
      message: `${quarantined} events were put aside: ${body.slice(0, 500)}`,
    })
  }

  return {
    add: event => {
      if (closed) {
        dropped.closed++
        return
      }
      if (queue.add(event)) dropped.overflow++
      // What is under way takes this along; and after a failure a full batch is no reason to hurry.
      if (underWay !== undefined || waitingOut) return
      if (queue.size() >= settings.batchEventsMax || queue.bytes() >= settings.batchBytesMax) void flush()
      else schedule(settings.flushIntervalMs, false)
    },
    flush,
    close: () => {
      closed = true
      unschedule()
      dropped.closed += queue.take(Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY).length
    },
    stats: () => ({ waiting: queue.size() + inFlight, ...counts, dropped: { ...dropped } }),
  }
}

function quarantinedIn(body: string): number {
  try {
    const answer: unknown = JSON.parse(body)
    const told = typeof answer === 'object' && answer !== null && 'quarantined' in answer ? answer.quarantined : 0
    return typeof told === 'number' ? told : 0
  } catch {
    // The events are taken whatever the body says; an edge in between may have left it out.
    return 0
  }
}
