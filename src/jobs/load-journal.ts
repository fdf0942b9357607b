import { setTimeout as wait } from 'node:timers/promises'
import type { EventStore } from '../store/events/event-store.ts'
import type { FileJournal } from '../store/events/journal.ts'
import type { Log } from '../store/events/log.ts'
import { createTurns, type Turns } from '../store/events/turns.ts'
import { type ArchiveLimits, archiveJournal, archiveLimits } from './archive-journal.ts'

export type LoadingOptions = {
  journal: FileJournal
  events: Pick<EventStore, 'load'>
  intervalMs: number
  log: Log
  /** Called for every segment that became queryable, and for every pass that failed. */
  count?(outcome: 'loaded' | 'failed'): void
  /** When loaded segments are merged into archives. */
  archive?: ArchiveLimits
  /** Waits until nobody else moves journal files. */
  inTurn?: Turns
  /** Waits that long, or until the signal comes. */
  sleep?(ms: number, signal: AbortSignal): Promise<void>
}

/** The loader while it runs. */
export type Loading = {
  /** Why the last pass failed, undefined when it did not. */
  failure(): string | undefined
  /** Ends after loading everything that is journalled, as far as it can be loaded. */
  stop(): Promise<void>
}

const backoffMsMax = 30_000

/** Makes everything that is journalled queryable: closes the current segment and loads all closed ones, oldest first. */
export async function loadJournal({
  journal,
  events,
  count,
}: Pick<LoadingOptions, 'journal' | 'events' | 'count'>): Promise<void> {
  await journal.rotate()
  for (const segment of journal.segments()) {
    const outcome = await events.load(segment)
    journal.settle(segment.number)
    if (outcome === 'loaded') count?.('loaded')
  }
}

/** Loads again and again, never twice at once; after a failure it waits longer each time. */
export function startLoading(options: LoadingOptions): Loading {
  const {
    journal,
    intervalMs,
    log,
    count,
    archive = archiveLimits,
    inTurn = createTurns(1),
    sleep = sleepUntil,
  } = options
  const stopping = new AbortController()
  let failures = 0
  let failure: string | undefined

  async function pass(): Promise<void> {
    try {
      await loadJournal(options)
      if (failures > 0) log.info({ failures }, 'journal segments are being loaded again')
      failures = 0
      failure = undefined
    } catch (error) {
      failures += 1
      failure = error instanceof Error ? error.message : String(error)
      count?.('failed')
      log.error({ err: error, failures }, 'a journal segment could not be loaded; it is kept and tried again')
    }
    await inTurn(() => archiveJournal(journal, archive)).catch(error =>
      log.error({ err: error }, 'loaded segments could not be archived; they are kept as they are'),
    )
  }

  async function run(): Promise<void> {
    while (!stopping.signal.aborted) {
      await sleep(Math.min(intervalMs * 2 ** failures, Math.max(backoffMsMax, intervalMs)), stopping.signal)
      await pass()
    }
  }

  const running = run()
  return {
    failure: () => failure,
    async stop() {
      stopping.abort()
      await running
    },
  }
}

async function sleepUntil(ms: number, signal: AbortSignal): Promise<void> {
  // An aborted wait rejects, which is simply the end of the wait.
  await wait(ms, undefined, { signal }).catch(() => undefined)
}
