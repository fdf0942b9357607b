import type { Dedupe } from '../ingest/dedupe.ts'
import { rememberedMs } from '../ingest/id-set.ts'
import type { EventStore, Segment } from '../store/events/event-store.ts'
import { readRecords } from '../store/events/journal-lines.ts'

/** Fills the memory of a starting server: the ids of the last seven days in the event store and in segments not yet loaded. */
export async function rememberKnownIds(
  dedupe: Dedupe,
  events: Pick<EventStore, 'recentIds'>,
  unloaded: readonly Segment[],
  nowMs: number,
): Promise<void> {
  await events.recentIds(nowMs - rememberedMs, (project, id, receivedMs) => dedupe.remember(project, id, receivedMs))
  for (const { path } of unloaded) {
    for await (const { project, id, received } of readRecords({ path, compressed: false }))
      dedupe.remember(project, id, received)
  }
}
