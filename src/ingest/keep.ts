import type { Journal } from '../store/events/event-store.ts'
import { type Batch, judgedBatch } from './batch.ts'
import type { Dedupe, Ticket } from './dedupe.ts'
import type { Judged } from './verdict.ts'

/** A batch, and how to judge an event of it once more after it had to wait. */
export type TakenBatch = { batch: Batch; again(index: number): Judged }

/** What a batch is kept by: `whole` asks for every event of it in `noted` afterwards. */
export type Keeping = {
  project: string
  receivedMs: number
  whole: boolean
  journal: Pick<Journal, 'append'>
  dedupe: Dedupe
}

/**
 * Journals what is new and returns the places of the duplicates, which are all noted. An id that another batch is just writing
 * is a duplicate only once that batch is on disk, so those are looked at again when it is known; a batch never waits before
 * its own write.
 */
export async function keep(
  { batch, again }: TakenBatch,
  { project, receivedMs, whole, journal, dedupe }: Keeping,
): Promise<Set<number> | 'overloaded' | 'failed'> {
  const { noted } = batch
  const duplicates = new Set<number>()
  if (whole) for (let index = 0; index < batch.size; index += 1) noted.set(index, batch.judged(index))
  let round = batch
  // Which event of the request each event of the round is; those of the first round are just themselves.
  let places: readonly number[] | undefined
  for (;;) {
    const ticket = dedupe.open(project)
    const claimed: number[] = []
    const undecided: { index: number; holder: Ticket }[] = []
    for (let position = 0; position < round.size; position += 1) {
      const index = places === undefined ? position : (places[position] ?? 0)
      if (noted.size > 0 && noted.get(index)?.refused !== undefined) continue
      const claim = round.claim(ticket, position)
      if (claim === 'claimed') {
        claimed.push(position)
        continue
      }
      noted.set(index, round.judged(position))
      if (claim === 'duplicate') duplicates.add(index)
      else undecided.push({ index, holder: claim })
    }
    const outcome = await journal.append(round.lines(claimed))
    dedupe.settle(ticket, outcome === 'kept' ? 'kept' : 'failed')
    if (outcome !== 'kept') return outcome
    const freed: number[] = []
    for (const { index, holder } of undecided) {
      if ((await holder.outcome) === 'kept') duplicates.add(index)
      else freed.push(index)
    }
    if (freed.length === 0) return duplicates
    for (const index of freed) noted.set(index, again(index))
    places = freed
    round = judgedBatch(
      freed.flatMap(index => noted.get(index) ?? []),
      dedupe,
      receivedMs,
    )
  }
}
