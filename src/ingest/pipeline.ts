import type { BatchAnswer, Verdict } from '../contract/event.ts'
import type { ProblemCode } from '../contract/problem.ts'
import type { Journal } from '../store/events/event-store.ts'
import { type RawBody, readBody } from './body.ts'
import type { Dedupe, Ticket } from './dedupe.ts'
import { parseMoment } from './moment.ts'
import type { CompiledDefinitions } from './validator.ts'
import { type Judged, judgeOf } from './verdict.ts'

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

/** Takes a batch of events. It answers with verdicts only when everything to be kept is on disk. */
export type Ingest = (sender: Sender, request: IngestRequest) => Promise<IngestAnswer>

export type IngestDependencies = {
  journal: Pick<Journal, 'append'>
  dedupe: Dedupe
  now(): number
  uuid(): string
  definitionsOf(project: string): CompiledDefinitions
  /** Counts what became of events. */
  count(verdict: Verdict['verdict'], events: number): void
  /** Called with every batch that is on disk, for those who watch events as they come; it returns at once. */
  observe?(sender: Sender, judged: readonly Judged[], duplicates: ReadonlySet<number>): void
}

const retryAfterSeconds = 1

/** Puts the event path together: body, verdicts, duplicates, journal. */
export function createIngest(dependencies: IngestDependencies): Ingest {
  const { now, uuid, definitionsOf, count } = dependencies
  return async (sender, request) => {
    const sentMs = request.sentAt === undefined ? undefined : parseMoment(request.sentAt)
    if (request.sentAt !== undefined && sentMs === undefined) {
      return { problem: 'invalid-request', detail: 'the sending time must be ISO 8601 with a zone' }
    }
    const read = 'items' in request ? request : await readBody(request)
    if ('problem' in read) return read
    const receivedMs = now()
    const judge = () =>
      judgeOf({
        ...sender,
        definitions: definitionsOf(sender.project),
        receivedMs,
        sentMs,
        trusted: request.backfill === true && sender.kind !== 'client',
        uuid,
      })
    const judged = read.items.map(judge())
    // Who was erased while a batch waited may not come back with it, so what waited is judged once more.
    const again = (index: number) => judge()(read.items[index])
    const kept = await keep(judged, again, sender.project, receivedMs, dependencies)
    if (kept === 'overloaded') return { problem: 'overloaded', retryAfterSeconds }
    if (kept === 'failed') return { problem: 'storage-failed', retryAfterSeconds }
    dependencies.observe?.(sender, judged, kept)
    const answer = answerOf(judged, kept)
    count('valid', answer.valid)
    count('duplicate', answer.duplicate)
    count('quarantined', answer.quarantined)
    if (answer.refused !== undefined) count('refused', answer.refused)
    return { answer }
  }
}

/**
 * Journals what is new and returns the places of the duplicates. An id that another batch is just writing is a duplicate
 * only once that batch is on disk, so those are looked at again when it is known; a batch never waits before its own write.
 */
async function keep(
  judged: Judged[],
  again: (index: number) => Judged,
  project: string,
  receivedMs: number,
  { journal, dedupe }: IngestDependencies,
): Promise<Set<number> | 'overloaded' | 'failed'> {
  const duplicates = new Set<number>()
  let open: readonly number[] = judged.map((_, index) => index)
  while (open.length > 0) {
    const ticket = dedupe.open(project)
    const lines: string[] = []
    const undecided: { index: number; holder: Ticket }[] = []
    for (const index of open) {
      const event = judged[index]
      if (event === undefined || event.refused !== undefined) continue
      const claim = dedupe.claim(ticket, event.id, receivedMs)
      if (claim === 'claimed') lines.push(event.line)
      else if (claim === 'duplicate') duplicates.add(index)
      else undecided.push({ index, holder: claim })
    }
    const outcome = await journal.append(lines)
    dedupe.settle(ticket, outcome === 'kept' ? 'kept' : 'failed')
    if (outcome !== 'kept') return outcome
    const freed: number[] = []
    for (const { index, holder } of undecided) {
      if ((await holder.outcome) === 'kept') duplicates.add(index)
      else freed.push(index)
    }
    for (const index of freed) judged[index] = again(index)
    open = freed
  }
  return duplicates
}

function answerOf(judged: readonly Judged[], duplicates: ReadonlySet<number>): BatchAnswer {
  const verdicts: BatchAnswer['verdicts'] = []
  let quarantined = 0
  let refused = 0
  for (const [index, { fault, dropped, refused: reason }] of judged.entries()) {
    if (duplicates.has(index)) verdicts.push({ index, verdict: 'duplicate' })
    else if (reason !== undefined) {
      refused += 1
      verdicts.push({ index, verdict: 'refused', reason })
    } else if (fault) {
      quarantined += 1
      verdicts.push({ index, verdict: 'quarantined', ...fault })
    } else if (dropped) verdicts.push({ index, verdict: 'valid', dropped })
  }
  return {
    valid: judged.length - duplicates.size - quarantined - refused,
    duplicate: duplicates.size,
    quarantined,
    ...(refused === 0 ? {} : { refused }),
    verdicts,
  }
}
