import type { TailVerdict } from '../contract/live.ts'
import type { SeenBatch, Sender } from '../ingest/pipeline.ts'
import type { DroppedEvents, JournalRecord } from '../store/events/event-store.ts'

/** One event of a batch: its journal line and what became of it. */
export type WatchedEvent = { line: string; verdict: TailVerdict }

/** What those who watch see of a batch that is on disk: every event of which anything may be kept, and what became of it. */
export function watched({ judged, duplicates }: SeenBatch): WatchedEvent[] {
  const events: WatchedEvent[] = []
  for (const [index, { line, fault, refused }] of [...judged].sort(([a], [b]) => a - b)) {
    if (refused !== undefined) continue
    const verdict = duplicates.has(index) ? 'duplicate' : fault === undefined ? 'valid' : 'quarantined'
    events.push({ line, verdict })
  }
  return events
}

/** Counts the events that intake drops, which no journal will ever show; a crash loses those not taken yet. */
export type DroppedCounts = {
  add(sender: Pick<Sender, 'project' | 'environment'>, batch: Pick<SeenBatch, 'judged' | 'duplicates'>): void
  /** What was counted since the last time. */
  take(): DroppedEvents[]
}

const hourMs = 3_600_000
/** A flood of events under ever new names is counted under as many names as this, and the rest not at all. */
const countsMax = 10_000

/** Starts counting at nothing. */
export function createDroppedCounts(now: () => number): DroppedCounts {
  let counts = new Map<string, DroppedEvents>()

  function count(dropped: DroppedEvents): void {
    const key = JSON.stringify(Object.values(dropped))
    const known = counts.get(key)
    if (known !== undefined) known.events += 1
    else if (counts.size < countsMax) counts.set(key, { ...dropped, events: 1 })
  }

  return {
    add({ project, environment }, { judged, duplicates }) {
      for (const index of duplicates) {
        const { line, fault } = judged.get(index) ?? {}
        if (line !== undefined && fault === undefined) count(duplicateOf(JSON.parse(line) as JournalRecord))
      }
      for (const { numbered } of judged.values()) {
        if (numbered === undefined) continue
        const place = { project, environment, event: '', hour: Math.floor(now() / hourMs), country: '', events: 0 }
        count({ why: 'refused', ...place, ...numbered })
      }
    },
    take() {
      const taken = [...counts.values()]
      counts = new Map()
      return taken
    },
  }
}

function duplicateOf({ project, environment, event, received, context }: JournalRecord): DroppedEvents {
  const { platform = '', app_version: version = '', country = '' } = context ?? {}
  const hour = Math.floor(received / hourMs)
  return { why: 'duplicate', project, environment, event, hour, platform, version, country, events: 0 }
}
