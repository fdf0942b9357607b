import type { ProblemCode } from '../contract/problem.ts'
import { reports } from '../contract/routes.ts'
import { quarantine } from '../contract/telemetry-routes.ts'
import { nextCursor, positionIn } from '../http/cursor.ts'
import { projectOf } from '../http/definition.ts'
import { problem } from '../http/problem.ts'
import { keptAsideSeenBy, unsearchedBy } from '../http/raw-rows.ts'
import { type Call, type Server, serve } from '../http/server.ts'
import type { QuarantinedEvent, QuarantineFilter } from '../store/events/event-store.ts'

/** Ends stays in quarantine, as this room needs it; see the job that does it. */
export type Releases = {
  replay(project: string, filter: QuarantineFilter, incomplete: boolean): Promise<Outcome>
  discard(project: string, filter: QuarantineFilter): Promise<Outcome>
}

type Counts = { released: number; kept: { reason: string; detail: string; events: number }[] }
type Outcome = Counts | 'overloaded' | 'failed'

const failures: Record<'overloaded' | 'failed', ProblemCode> = { overloaded: 'overloaded', failed: 'storage-failed' }
const retryAfterSeconds = 1

/** Shows what is kept aside, replays it after a fix, and discards it; what was done and why stays in the audit. */
export function serveQuarantine(server: Server, releases: Releases): void {
  const { control, events } = server.platform

  serve(server, reports.quarantine, async ({ params, query }, call) => {
    const { cursor, limit, ...filter } = query
    const { beforeMs, beforeId } = placeIn(cursor)
    const project = projectOf(control, params)
    const rows = await events.quarantined(project, beforeMs, limit + 1, {
      ...filter,
      beforeId,
      unsearched: unsearchedBy(call, control, project),
    })
    const page = rows.slice(0, limit)
    const seen = keptAsideSeenBy(call, control, project, page)
    const items = page.map((row, index) => answerOf({ ...row, raw: seen[index] }))
    return { body: { items, ...nextCursor(rows, limit, row => `${row.receivedMs} ${row.id}`) } }
  })

  serve(server, quarantine.groups, async ({ params, query }, call) => {
    const { limit, ...filter } = query
    const project = projectOf(control, params)
    const groups = await events.quarantineGroups(
      project,
      { ...filter, unsearched: unsearchedBy(call, control, project) },
      limit,
    )
    const samples = groups.map(({ sample }) => sample)
    const seen = keptAsideSeenBy(call, control, project, samples)
    const items = groups.map(({ firstMs, lastMs, sdkVersion, sample, ...group }, index) => ({
      ...group,
      ...(sdkVersion === undefined ? {} : { sdkVersion }),
      firstSeen: iso(firstMs),
      lastSeen: iso(lastMs),
      sample: answerOf({ ...sample, raw: seen[index] }),
    }))
    return { body: { items } }
  })

  serve(server, quarantine.replay, async ({ params, body }, call) => {
    const project = projectOf(control, params)
    const { incomplete, ...filter } = body
    const outcome = await releases.replay(project, filter, incomplete)
    return { body: noted(project, 'replay', body, undefined, call, outcome) }
  })

  serve(server, quarantine.discard, async ({ params, body: { why, ...filter } }, call) => {
    const project = projectOf(control, params)
    return { body: noted(project, 'discard', filter, why, call, await releases.discard(project, filter)) }
  })

  function noted(
    project: string,
    action: 'replay' | 'discard',
    filter: QuarantineFilter,
    why: string | undefined,
    call: Call,
    outcome: Outcome,
  ): Counts {
    if (outcome === 'overloaded' || outcome === 'failed') throw problem(failures[outcome], { retryAfterSeconds })
    control.note(
      project,
      { noun: 'quarantine', key: 'events', action, facts: { ...filter, ...outcome } },
      call.author(why),
    )
    return outcome
  }
}

/** Where a page ends: a moment, and the last id of it, since a batch arrives in one millisecond. */
function placeIn(cursor: string | undefined): { beforeMs: number; beforeId: string | undefined } {
  const position = positionIn(cursor)
  if (position === undefined) return { beforeMs: Number.MAX_SAFE_INTEGER, beforeId: undefined }
  const [, ms, id] = /^(\d{1,16}) (.+)$/s.exec(position) ?? []
  if (ms === undefined) throw problem('invalid-cursor')
  return { beforeMs: Number(ms), beforeId: id }
}

function answerOf({ receivedMs, raw, sender: _sender, ...event }: QuarantinedEvent) {
  return { ...event, received: iso(receivedMs), raw: raw as never }
}

function iso(ms: number): string {
  return new Date(ms).toISOString()
}
