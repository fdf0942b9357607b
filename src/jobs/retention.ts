import type { EventDefinition } from '../contract/event-definition.ts'
import type { RetentionRun } from '../contract/privacy.ts'
import { type Expiry, expiriesOf } from '../core/privacy/expiry.ts'
import { decisionsIn } from '../http/review-decisions.ts'
import type { Rewrite } from '../store/events/archive-rewrite.ts'
import type { Expired, JournalRecord } from '../store/events/event-store.ts'
import type { Log } from '../store/events/log.ts'
import { archiveEverything, rewriteArchives, type Upkeep } from './upkeep.ts'

/** More projects, and more definitions in one, than an installation has. */
const listMax = 100_000
const author = 'retention'
const dayMs = 86_400_000

/** Removes what is too old from every project, in tables and journal alike, and keeps the proof. Running it twice does no harm. */
export async function retain(upkeep: Upkeep): Promise<void> {
  for (const { definition } of upkeep.control.list('', 'projects', { limit: listMax, status: 'any' }))
    await retainProject(upkeep, definition.key)
}

/** Runs the retention at most once a day of the clock, at the first look of the day. Returns a function that ends it. */
export function startRetention(upkeep: Upkeep, log: Log, lookIntervalMs: number): () => Promise<void> {
  let running: Promise<void> | undefined
  let doneDay = Number.NaN
  const timer = setInterval(() => {
    const day = Math.floor(upkeep.now() / dayMs)
    if (day === doneDay) return
    running ??= retain(upkeep)
      .then(() => {
        doneDay = day
      })
      .catch(error => log.error({ err: error }, 'retention did not finish; it is tried again'))
      .finally(() => {
        running = undefined
      })
  }, lookIntervalMs)
  timer.unref()
  return async () => {
    clearInterval(timer)
    await running
  }
}

async function retainProject(upkeep: Upkeep, project: string): Promise<void> {
  const { control, events, inTurn } = upkeep
  await inTurn(async () => {
    const nowMs = upkeep.now()
    const definitions: EventDefinition[] = control
      .list(project, 'events', { limit: listMax, status: 'any' })
      .map(({ definition }) => definition)
    const expiries = expiriesOf(definitions, decisionsIn(control, project), nowMs)
    if (expiries.length === 0) return
    const archives = await archiveEverything(upkeep)
    // The journal first: whatever is still in a table when this is cut short is found again by the next run.
    const journal = await rewriteArchives(upkeep, archives, rewriteOf(project, expiries))
    const removed = await events.removeExpired(project, expiries)
    if (removed.some(({ rows, quarantined, values }) => rows + quarantined > 0 || values.some(value => value.rows > 0)))
      await events.compact()
    const at = iso(nowMs)
    const run: RetentionRun = { at, events: removed.map(proofOf), journal }
    control.note(project, { noun: 'retention', key: 'runs', action: 'run', facts: run }, { by: author, at })
  })
}

/** What retention makes of journal lines. */
function rewriteOf(project: string, expiries: readonly Expiry[]): Rewrite {
  const byEvent = new Map(expiries.map(expiry => [expiry.event, expiry]))
  const latestMs = Math.max(
    ...expiries.flatMap(({ eventsBeforeMs, valuesBeforeMs }) =>
      [eventsBeforeMs ?? [], ...valuesBeforeMs.values()].flat(),
    ),
  )
  return {
    texts: expiries.map(({ event }) => `"event":${JSON.stringify(event)}`),
    // The first such text in a line is the event's own time: within other texts its quotes would be escaped.
    concerns: line => Number(/"time":(-?\d+)/.exec(line)?.[1]) < latestMs,
    change: record => {
      const expiry = record.project === project ? byEvent.get(record.event) : undefined
      return expiry === undefined ? 'same' : expired(record, expiry)
    },
  }
}

function expired(record: JournalRecord, { eventsBeforeMs, valuesBeforeMs }: Expiry): JournalRecord | 'same' | 'gone' {
  if (eventsBeforeMs !== undefined && record.time < eventsBeforeMs) return withoutEvent(record)
  const old = [...valuesBeforeMs]
    .filter(([name, beforeMs]) => record.time < beforeMs && name in record.properties)
    .map(([name]) => name)
  if (old.length === 0) return 'same'
  const properties = Object.fromEntries(Object.entries(record.properties).filter(([name]) => !old.includes(name)))
  return { ...record, properties }
}

/** A line that took its event out of quarantine goes on doing so, or a rebuild would put the event back there. */
function withoutEvent(record: JournalRecord): JournalRecord | 'same' | 'gone' {
  if (record.outcome === undefined) return 'gone'
  if (record.outcome === 'discarded') return 'same'
  const { context: _context, sequence: _sequence, ...rest } = record
  return { ...rest, units: {}, properties: {}, outcome: 'discarded' }
}

function proofOf({ event, beforeMs, rows, quarantined, values, left }: Expired): RetentionRun['events'][number] {
  return {
    event,
    ...(beforeMs === undefined ? {} : { before: iso(beforeMs) }),
    rows,
    quarantined,
    properties: values.map(value => ({ property: value.property, before: iso(value.beforeMs), values: value.rows })),
    left,
  }
}

function iso(ms: number): string {
  return new Date(ms).toISOString()
}
