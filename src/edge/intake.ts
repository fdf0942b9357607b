import type { BatchAnswer } from '../contract/event.ts'
import type { ProblemCode } from '../contract/problem.ts'
import type { Journal } from '../store/events/event-store.ts'
import type { EdgeKey } from './edge-keys.ts'
import { addedBytesMax, type EdgeLine, lineOf } from './line.ts'
import type { Seal } from './seal.ts'

/** A request with events, as it came. */
export type EdgeRequest = {
  body: Uint8Array
  encoding?: string | undefined
  contentType?: string | undefined
  sentAt?: string | undefined
  backfill: boolean
}

export type Taken = { answer: BatchAnswer } | { problem: ProblemCode; detail?: string; retryAfterSeconds?: number }

/** Takes events; it answers when they are on disk, sealed. Whether they are valid is for the upstream to say. */
export type Intake = (key: EdgeKey, request: EdgeRequest) => Promise<Taken>

/** The reading of bodies and times is the event path's own, so that an edge takes exactly what its upstream takes. */
export type IntakeDependencies = {
  journal: Pick<Journal, 'append'>
  seal: Seal
  now(): number
  readBody(request: EdgeRequest): Promise<{ items: unknown[] } | { problem: ProblemCode; detail: string }>
  parseMoment(value: unknown): number | undefined
  bodyBytesMax: number
}

const retryAfterSeconds = 1

/** Puts the intake together. */
export function createIntake({ journal, seal, now, readBody, parseMoment, bodyBytesMax }: IntakeDependencies): Intake {
  function sentOf(event: unknown, headerMs: number | undefined): number | undefined {
    const said = typeof event === 'object' && event !== null && 'sent_at' in event ? event.sent_at : undefined
    if (said === undefined || said === null) return headerMs
    return parseMoment(said)
  }

  return async (key, request) => {
    const headerMs = request.sentAt === undefined ? undefined : parseMoment(request.sentAt)
    if (request.sentAt !== undefined && headerMs === undefined)
      return { problem: 'invalid-request', detail: 'the sending time must be ISO 8601 with a zone' }
    const read = await readBody(request)
    if ('problem' in read) return read
    const received = now()
    const lines: string[] = []
    for (const event of read.items) {
      const sent = sentOf(event, headerMs)
      const arrival: Omit<EdgeLine, 'key' | 'event'> = {
        received,
        ...(sent === undefined ? {} : { sent }),
        ...(request.backfill && key.kind === 'server' ? { backfill: true } : {}),
      }
      const line = lineOf(key, arrival, event)
      // What is acknowledged here must not be too large for the upstream.
      if (Buffer.byteLength(line) + addedBytesMax > bodyBytesMax)
        return { problem: 'too-large', detail: `an event of more than ${bodyBytesMax - 2 * addedBytesMax} bytes` }
      lines.push(seal.close(line))
    }
    const outcome = await journal.append(lines)
    if (outcome === 'overloaded') return { problem: 'overloaded', retryAfterSeconds }
    if (outcome === 'failed') return { problem: 'storage-failed', retryAfterSeconds }
    return { answer: { valid: lines.length, duplicate: 0, quarantined: 0, verdicts: [] } }
  }
}
