import type { TailVerdict } from '../contract/live.ts'
import type { Judged } from '../ingest/verdict.ts'
import type { DroppedDuplicates, JournalRecord } from '../store/events/event-store.ts'

/** One event of a batch: its journal line and what became of it. */
export type WatchedEvent = { line: string; verdict: TailVerdict }

/** What those who watch see of a batch that is on disk: every event of which anything may be kept, and what became of it. */
export function watched(judged: readonly Judged[], duplicates: ReadonlySet<number>): WatchedEvent[] {
  const events: WatchedEvent[] = []
  for (const [index, { line, fault, refused }] of judged.entries()) {
    if (refused !== undefined) continue
    const verdict = duplicates.has(index) ? 'duplicate' : fault === undefined ? 'valid' : 'quarantined'
    events.push({ line, verdict })
  }
  return events
}

/** Counts the duplicates that intake drops, which no journal will ever show; a crash loses those not taken yet. */
export type DuplicateCounts = {
  add(judged: readonly Judged[], duplicates: ReadonlySet<number>): void
  /** What was counted since the last time. */
  take(): DroppedDuplicates[]
}

const hourMs = 3_600_000
/** A flood of duplicates under ever new names is counted under as many names as this, and the rest not at all. */
const countsMax = 10_000

/** Starts counting at nothing. */
export function createDuplicateCounts(): DuplicateCounts {
  let counts = new Map<string, DroppedDuplicates>()
  return {
    add(judged, duplicates) {
      for (const index of duplicates) {
        const { line, fault } = judged[index] ?? {}
        if (line === undefined || fault !== undefined) continue
        const dropped = droppedOf(JSON.parse(line) as JournalRecord)
        const key = JSON.stringify(Object.values(dropped))
        const known = counts.get(key)
        if (known !== undefined) known.events += 1
        else if (counts.size < countsMax) counts.set(key, { ...dropped, events: 1 })
      }
    },
    take() {
      const taken = [...counts.values()]
      counts = new Map()
      return taken
    },
  }
}

function droppedOf({ project, environment, event, received, context }: JournalRecord): DroppedDuplicates {
  const { platform = '', app_version: version = '', country = '' } = context ?? {}
  return { project, environment, event, hour: Math.floor(received / hourMs), platform, version, country, events: 0 }
}
