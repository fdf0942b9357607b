import type { Segment } from '../store/events/event-store.ts'
import type { Log } from '../store/events/log.ts'
import type { EdgeKey, EdgeKeys } from './edge-keys.ts'
import { type EdgeLine, wireEvent } from './line.ts'
import { backoffMs, type Patience } from './patience.ts'
import type { PositionFile } from './position.ts'
import type { RefusedEvents } from './refused.ts'
import type { Seal } from './seal.ts'
import type { Upstream } from './upstream.ts'

/** What waits to be forwarded: the closed segments of the edge's journal. */
export type Outbox = {
  rotate(): Promise<void>
  segments(): Segment[]
  /** The lines of a segment in the order they were written, each as it is on the disk. */
  read(segment: Segment): AsyncIterable<unknown>
  /** Deletes a segment for good. */
  remove(segment: Segment): Promise<void>
}

export type ForwarderOptions = {
  outbox: Outbox
  position: PositionFile
  refused: RefusedEvents
  seal: Seal
  upstream: Upstream
  keys: EdgeKeys
  patience: Patience
  intervalMs: number
  now(): number
  log: Log
  count(outcome: 'valid' | 'duplicate' | 'quarantined' | 'refused' | 'retry', events: number): void
}

/** The forwarder while it runs. */
export type Forwarder = {
  /** Stops between two batches; what is not forwarded stays on disk. */
  stop(): Promise<void>
}

/** A line as it is on the disk, and what it says; undefined when the edge cannot read it. */
type Waiting = { stored: unknown; line: EdgeLine | undefined }

type Batch = { keyId: string; backfill: boolean; lines: Waiting[] }

const chunkEventsMax = 1000
// Below the 1 MB a request may have, with room for what forwarding adds to each event.
const chunkBytesMax = 900_000

/**
 * Brings every journalled event upstream. The position is on disk before a segment is deleted and after every batch the
 * upstream took, so a crash repeats at most one batch, and ids fixed by the senders make the repetition a duplicate there.
 */
export function startForwarding(options: ForwarderOptions): Forwarder {
  const { outbox, position, refused, seal, upstream, keys, patience, intervalMs, now, log, count } = options
  const stopping = new AbortController()
  let failures = 0

  async function pass(): Promise<void> {
    await outbox.rotate()
    for (const segment of outbox.segments()) {
      if (stopping.signal.aborted) return
      if (!(await forwardSegment(segment))) return
    }
  }

  /** Whether all of a segment is upstream. */
  async function forwardSegment(segment: Segment): Promise<boolean> {
    const start = await position.read()
    if (segment.number > start.through) {
      let lines = start.next?.segment === segment.number ? start.next.lines : 0
      for await (const chunk of chunksOf(outbox.read(segment), seal, lines)) {
        for (const batch of batchesOf(chunk)) if (!(await deliver(batch))) return false
        lines += chunk.length
        await position.keep({ through: start.through, next: { segment: segment.number, lines } })
      }
      await position.keep({ through: segment.number })
    }
    await outbox.remove(segment)
    return true
  }

  /** Sends a batch until it is taken or refused; false when told to stop before. */
  async function deliver(batch: Batch): Promise<boolean> {
    const key = keys.all.find(({ id }) => id === batch.keyId)
    if (key === undefined) return putAside(batch, 'the edge was started without the key they came or were sealed under')
    for (let attempt = 0; !stopping.signal.aborted; attempt += 1) {
      const outcome = await send(key, batch)
      if ('done' in outcome) return outcome.done
      failures += 1
      count('retry', batch.lines.length)
      if (failures === 1) log.warn({ reason: outcome.failed }, 'events cannot be forwarded and wait on disk')
      await patience.sleep(Math.max(outcome.afterMs, backoffMs(attempt, patience.random)), stopping.signal)
    }
    return false
  }

  async function send(key: EdgeKey, batch: Batch): Promise<{ done: boolean } | { failed: string; afterMs: number }> {
    const nowMs = now()
    const events = batch.lines.flatMap(({ line }) => (line === undefined ? [] : [wireEvent(line, nowMs)]))
    const outcome = await upstream.forward(key, events, batch.backfill, stopping.signal)
    if (outcome === 'too-large') {
      if (batch.lines.length === 1) return { done: await putAside(batch, 'too large for the upstream') }
      const half = Math.ceil(batch.lines.length / 2)
      const halves = [batch.lines.slice(0, half), batch.lines.slice(half)]
      for (const lines of halves) if (!(await deliver({ ...batch, lines }))) return { done: false }
      return { done: true }
    }
    if ('refused' in outcome) return { done: await putAside(batch, outcome.refused) }
    if ('failed' in outcome) return outcome
    if (failures > 0) log.info({ failures }, 'events are being forwarded again')
    failures = 0
    for (const verdict of ['valid', 'duplicate', 'quarantined'] as const) count(verdict, outcome.taken[verdict])
    return { done: true }
  }

  async function putAside(batch: Batch, reason: string): Promise<boolean> {
    await refused.keep(batch.lines.map(({ stored }) => JSON.stringify(stored)))
    count('refused', batch.lines.length)
    const facts = { key: batch.keyId, events: batch.lines.length, reason }
    log.error(facts, 'events were refused by the upstream; they are kept and tried again when the edge starts')
    return true
  }

  async function run(): Promise<void> {
    while (!stopping.signal.aborted) {
      await patience.sleep(intervalMs, stopping.signal)
      try {
        await pass()
      } catch (error) {
        failures += 1
        log.error({ err: error, failures }, 'a journal segment could not be forwarded; it is kept and tried again')
        await patience.sleep(backoffMs(failures, patience.random), stopping.signal)
      }
    }
  }

  const running = run()
  return {
    async stop() {
      stopping.abort()
      await running
    },
  }
}

/** The lines of a segment after the first few, in portions of the size of a request. */
async function* chunksOf(stored: AsyncIterable<unknown>, seal: Seal, skip: number): AsyncGenerator<Waiting[]> {
  let chunk: Waiting[] = []
  let bytes = 0
  let index = 0
  for await (const value of stored) {
    index += 1
    if (index <= skip) continue
    const line = seal.open(value)
    const lineBytes = Buffer.byteLength(JSON.stringify(line ?? value))
    if (chunk.length >= chunkEventsMax || (chunk.length > 0 && bytes + lineBytes > chunkBytesMax)) {
      yield chunk
      chunk = []
      bytes = 0
    }
    chunk.push({ stored: value, line })
    bytes += lineBytes
  }
  if (chunk.length > 0) yield chunk
}

/** The lines of a chunk by what their request has to say; those that cannot be read belong to no key. */
function batchesOf(chunk: readonly Waiting[]): Iterable<Batch> {
  const batches = new Map<string, Batch>()
  for (const waiting of chunk) {
    const { key: keyId = '', backfill = false } = waiting.line ?? {}
    const id = `${keyId} ${backfill}`
    const batch = batches.get(id) ?? { keyId, backfill, lines: [] }
    batch.lines.push(waiting)
    batches.set(id, batch)
  }
  return batches.values()
}
