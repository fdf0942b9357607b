import type { BatchAnswer, Verdict } from '../contract/event.ts'
import type { ProblemCode } from '../contract/problem.ts'
import type { Journal } from '../store/events/event-store.ts'
import { judgedBatch } from './batch.ts'
import { answerOf } from './batch-answer.ts'
import { type OpenBody, openBody, type RawBody, readOpen } from './body.ts'
import { createBodyScan } from './body-scan.ts'
import type { Dedupe } from './dedupe.ts'
import { keep, type TakenBatch } from './keep.ts'
import { parseMoment } from './moment.ts'
import type { CompiledDefinitions } from './validator.ts'
import { type Judged, type Judgement, judgeOf } from './verdict.ts'

/** Who sends: the key's project and environment, and its kind. */
export type Sender = { project: string; environment: string; kind: 'client' | 'server' | 'token' }

/** A batch as it came, its body or the events another protocol read from one, and what the headers said. */
export type IngestRequest = (RawBody | { items: readonly unknown[] }) & {
  sentAt?: string | undefined
  backfill?: boolean | undefined
}

export type IngestAnswer =
  | { answer: BatchAnswer }
  | { problem: ProblemCode; detail?: string; retryAfterSeconds?: number }

/** What became of a batch that is on disk: the events about which something is to be said, or all of them, by their places in no order, and the duplicates. */
export type SeenBatch = {
  judged: ReadonlyMap<number, Judged>
  whole: boolean
  duplicates: ReadonlySet<number>
}

/** Takes a batch of events. It answers with verdicts only when everything to be kept is on disk. */
export type Ingest = (sender: Sender, request: IngestRequest) => Promise<IngestAnswer>

export type IngestDependencies = {
  journal: Pick<Journal, 'append'> & Partial<Pick<Journal, 'isFull'>>
  dedupe: Dedupe
  now(): number
  uuid(): string
  definitionsOf(project: string): CompiledDefinitions
  /** Counts what became of events. */
  count(verdict: Verdict['verdict'], events: number): void
  /** Called with every batch that is on disk, for those who watch events as they come; it returns at once. */
  observe?(sender: Sender, batch: SeenBatch): void
  /** Whether anybody wants to see whole batches of a project; their lines cost time to make. */
  isWatched?(project: string): boolean
}

const retryAfterSeconds = 1

/** Puts the event path together: body, verdicts, duplicates, journal. */
export function createIngest(dependencies: IngestDependencies): Ingest {
  const { now, uuid, definitionsOf, count, journal, dedupe } = dependencies
  const scan = createBodyScan()

  function judge(content: Content, judgement: () => Judgement): TakenBatch | Failure {
    const made = judgement()
    const scanned = isBytes(content) ? scan(content.content, content.form, made, dedupe) : undefined
    // Who was erased while a batch waited may not come back with it, so what waited is judged once more.
    if (scanned !== undefined && isBytes(content))
      return { batch: scanned, again: index => judgeOf(judgement())(itemsOf(content)[index]) }
    const read = 'items' in content ? content : readOpen(content)
    if ('problem' in read) return read
    return {
      batch: judgedBatch(read.items.map(judgeOf(made)), dedupe, made.receivedMs),
      again: index => judgeOf(judgement())(read.items[index]),
    }
  }

  return async (sender, request) => {
    const sentMs = request.sentAt === undefined ? undefined : parseMoment(request.sentAt)
    if (request.sentAt !== undefined && sentMs === undefined) {
      return { problem: 'invalid-request', detail: 'the sending time must be ISO 8601 with a zone' }
    }
    // What cannot be kept need not be looked at: refusing has to cost less than taking.
    if (journal.isFull?.() === true) return { problem: 'overloaded', retryAfterSeconds }
    const opening = 'items' in request ? request : openBody(request)
    const content = opening instanceof Promise ? await opening : opening
    if ('problem' in content) return content
    const receivedMs = now()
    const { project } = sender
    const trusted = request.backfill === true && sender.kind !== 'client'
    const judgement = () => ({ ...sender, definitions: definitionsOf(project), receivedMs, sentMs, trusted, uuid })
    const taken = judge(content, judgement)
    if ('problem' in taken) return taken
    const whole = dependencies.isWatched?.(project) === true
    const duplicates = await keep(taken, { project, receivedMs, whole, journal, dedupe })
    if (duplicates === 'overloaded') return { problem: 'overloaded', retryAfterSeconds }
    if (duplicates === 'failed') return { problem: 'storage-failed', retryAfterSeconds }
    const { size, noted } = taken.batch
    dependencies.observe?.(sender, { judged: noted, whole, duplicates })
    const answer = answerOf(size, noted, duplicates)
    if (answer.valid > 0) count('valid', answer.valid)
    if (answer.duplicate > 0) count('duplicate', answer.duplicate)
    if (answer.quarantined > 0) count('quarantined', answer.quarantined)
    if (answer.refused !== undefined) count('refused', answer.refused)
    return { answer }
  }
}

type Content = OpenBody | { items: readonly unknown[] }
type Failure = { problem: ProblemCode; detail: string }

function isBytes(content: Content): content is OpenBody & { content: Buffer } {
  return 'content' in content && typeof content.content !== 'string'
}

/** The events of a body that was scanned, as parsing gives them. */
function itemsOf(content: OpenBody): readonly unknown[] {
  const read = readOpen(content)
  if ('problem' in read) throw new Error(`a body that was scanned cannot be parsed: ${read.detail}`)
  return read.items
}
