import type { EventDefinition } from '../contract/event-definition.ts'
import { isObject } from '../ingest/envelope.ts'
import type { CompiledDefinitions } from '../ingest/validator.ts'
import { judgeOf } from '../ingest/verdict.ts'
import type {
  EventStore,
  Journal,
  JournalRecord,
  QuarantinedEvent,
  QuarantineFilter,
} from '../store/events/event-store.ts'

/** What became of quarantined events: how many left, and why the others stayed. */
export type Released = { released: number; kept: { reason: string; detail: string; events: number }[] }

/** Ends stays in quarantine. Each event leaves at most once, however often and however concurrently it is asked for. */
export type Releases = {
  /**
   * Judges events again by the current definitions; the valid ones take their place, with their own ids and times. Those
   * of which a declared value was withheld from quarantine stay, unless they may come `incomplete`.
   */
  replay(project: string, filter: QuarantineFilter, incomplete: boolean): Promise<Released | 'overloaded' | 'failed'>
  /** Takes events out for good; the journal keeps them until its retention ends. */
  discard(project: string, filter: QuarantineFilter): Promise<Released | 'overloaded' | 'failed'>
}

export type ReleaseOptions = {
  events: Pick<EventStore, 'quarantined'>
  journal: Pick<Journal, 'append'>
  definitionsOf(project: string): CompiledDefinitions
  /** Makes everything journalled so far queryable. */
  settle(): Promise<void>
  uuid(): string
}

const pageSize = 1000

/**
 * Puts releases together. What ends a stay is a line in the journal, which the loader believes only while the event is
 * still in quarantine: a crash before the load repeats nothing and loses nothing, and a rebuild comes to the same end.
 */
export function createReleases(options: ReleaseOptions): Releases {
  const { events, journal, settle } = options
  let turn: Promise<unknown> = Promise.resolve()

  /** One release at a time, so that what it counts was not counted by another one. */
  function inTurn(work: () => Promise<Released | 'overloaded' | 'failed'>): ReturnType<typeof work> {
    const result = turn.then(work)
    turn = result.catch(() => undefined)
    return result
  }

  async function releaseAll(
    project: string,
    filter: QuarantineFilter,
    lineOf: (event: QuarantinedEvent) => { line: string } | { reason: string; detail: string },
  ): Promise<Released | 'overloaded' | 'failed'> {
    await settle()
    const kept = new Map<string, Released['kept'][number]>()
    let released = 0
    let position = { beforeMs: Number.MAX_SAFE_INTEGER, beforeId: undefined as string | undefined }
    for (;;) {
      const page = await events.quarantined(project, position.beforeMs, pageSize, {
        ...filter,
        beforeId: position.beforeId,
      })
      const lines: string[] = []
      for (const event of page) {
        const outcome = lineOf(event)
        if ('line' in outcome) lines.push(outcome.line)
        else {
          const group = JSON.stringify([outcome.reason, outcome.detail])
          const known = kept.get(group) ?? { ...outcome, events: 0 }
          known.events += 1
          kept.set(group, known)
        }
      }
      const appended = await journal.append(lines)
      if (appended !== 'kept') return appended
      await settle()
      released += lines.length
      const last = page.at(-1)
      if (last === undefined || page.length < pageSize) return { released, kept: [...kept.values()] }
      position = { beforeMs: last.receivedMs, beforeId: last.id }
    }
  }

  return {
    replay: (project, filter, incomplete) =>
      inTurn(() => releaseAll(project, filter, event => replayed(project, event, incomplete, options))),
    discard: (project, filter) =>
      inTurn(() => releaseAll(project, filter, event => ({ line: discarded(project, event) }))),
  }
}

function replayed(project: string, event: QuarantinedEvent, incomplete: boolean, options: ReleaseOptions) {
  const { sender } = event
  const definitions = options.definitionsOf(project)
  const judge = judgeOf({
    project,
    environment: event.environment,
    kind: sender?.kind ?? 'client',
    definitions,
    receivedMs: event.receivedMs,
    sentMs: sender?.sent,
    trusted: sender?.trusted === true,
    uuid: options.uuid,
  })
  const { fault, line, refused } = judge(event.raw)
  if (refused !== undefined) return { reason: refused, detail: 'nothing of this event may be kept any more' }
  if (fault !== undefined) return fault
  const lost = incomplete ? [] : withheldIn(event.raw, definitions.events.get(event.event)?.definition)
  if (lost.length > 0)
    return { reason: 'withheld-value', detail: `${lost.join(', ')} was not kept when the event arrived` }
  return { line: `${line.slice(0, -1)},"outcome":"replayed"}` }
}

/** The declared properties whose values the event had, but which nobody had decided to keep. */
function withheldIn(raw: unknown, definition: EventDefinition | undefined): string[] {
  const withheld = isObject(raw) && isObject(raw.withheld) ? raw.withheld : {}
  return Object.entries(definition?.properties ?? {}).flatMap(([name, { privacy }]) =>
    privacy === undefined && Object.hasOwn(withheld, `properties.${name}`) ? [name] : [],
  )
}

function discarded(project: string, { id, environment, event, receivedMs }: QuarantinedEvent): string {
  const record: JournalRecord = {
    project,
    environment,
    id,
    event,
    time: receivedMs,
    received: receivedMs,
    clock: 'ok',
    units: {},
    properties: {},
    outcome: 'discarded',
  }
  return JSON.stringify(record)
}
