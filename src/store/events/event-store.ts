import type { Clock } from '../../contract/event.ts'
import type { Completeness, EventDefinition } from '../../contract/event-definition.ts'
import type { DeliverySeries, EventSeries, Reconciled } from '../../core/health/series.ts'
import type { Dimension, Plan, PlanAnswer, SegmentAnswer, SeriesAnswer } from '../../core/metrics/plan.ts'
import type { ProductAnswer, ProductPlan } from '../../core/metrics/product-plan.ts'
import type { Expiry } from '../../core/privacy/expiry.ts'
import type { UsageQuestions } from './usage-questions.ts'

/** One line of the journal: an event after its verdict, with every time in milliseconds since 1970. */
export type JournalRecord = {
  project: string
  environment: string
  id: string
  event: string
  time: number
  received: number
  clock: Clock
  sequence?: number
  /** A hash of what the sequence counts within. */
  session?: string
  /** How many events of the same session its sender had given up by then. */
  dropped?: number
  units: Record<string, string>
  context?: Record<string, string>
  properties: Record<string, string | number | boolean | null>
  /** Present on quarantined events, whose `raw` is what may be kept of the event as it came; the other fields are then best effort. */
  quarantine?: { reason: string; detail: string; raw: unknown }
  /** Present on quarantined events: what they were judged by besides themselves, so that they can be judged again. */
  sender?: Provenance
  /**
   * Ends the stay of the event with this project, id and receive time in quarantine: 'replayed' puts this line in its
   * place, 'discarded' nothing. A line whose event is not in quarantine (any more) changes nothing.
   */
  outcome?: 'replayed' | 'discarded'
}

/** How an event came: the kind of key, when the request left by the sender's clock, and whether old times are meant. */
export type Provenance = { kind: 'client' | 'server' | 'token'; sent?: number; trusted?: true }

/** A closed, complete file of journal lines. Numbers grow by one and are never used twice. */
export type Segment = { number: number; path: string; bytes: number }

/** One line, a JSON text without a line break; or the bytes of so many lines, each with its line break. */
export type JournalLines = string | { bytes: Uint8Array; lines: number }

/** Where accepted events are made safe before they are acknowledged. */
export type Journal = {
  /**
   * Resolves when the lines are on disk; 'overloaded' or 'failed' means nothing was kept. Bytes are taken before it returns, so
   * that their memory may be used again.
   */
  append(lines: readonly JournalLines[]): Promise<'kept' | 'overloaded' | 'failed'>
  /** Ends the current segment if it holds anything, so that it can be loaded. */
  rotate(): Promise<void>
  /** Closed segments, oldest first. */
  segments(): Segment[]
  /** What start-up found and mended, for the log: bytes of an unacknowledged tail cut off, and from which file. */
  recovered: { path: string; bytes: number } | undefined
  /** Bytes waiting for the disk. */
  pendingBytes(): number
  /** Whether an append would be 'overloaded' now. */
  isFull(): boolean
  close(): Promise<void>
}

export type Freshness = { event: string; events: number; lastTimeMs: number; lastReceivedMs: number }

export type QuarantinedEvent = {
  id: string
  environment: string
  event: string
  reason: string
  detail: string
  receivedMs: number
  raw: unknown
  /** Absent on events kept aside before this was noted. */
  sender?: Provenance
}

/** Quarantined events that have something in common; what is absent does not matter. */
export type QuarantineFilter = {
  environment?: string | undefined
  event?: string | undefined
  reason?: string | undefined
  /** An empty text asks for events that name no version. */
  sdkVersion?: string | undefined
  /** Occurs in the event as it came, or in the detail. */
  search?: string | undefined
  /** Properties that are not searched. */
  unsearched?: readonly string[] | undefined
  ids?: readonly string[] | undefined
  /** Of those received in exactly the millisecond `beforeMs`, the ones with a smaller id. */
  beforeId?: string | undefined
}

/** Quarantined events that were kept aside for one reason, with the newest of them. */
export type QuarantineGroup = {
  environment: string
  event: string
  reason: string
  sdkVersion: string | undefined
  events: number
  firstMs: number
  lastMs: number
  sample: QuarantinedEvent
}

/** What of a unit was deleted, tables without any of it left out. */
export type RemovedUnit = { tables: { event: string; rows: number }[]; quarantined: number }

/** What of an event was too old and is gone; `left` counts rows and values that should be gone and are not. */
export type Expired = {
  event: string
  beforeMs: number | undefined
  rows: number
  quarantined: number
  values: { property: string; beforeMs: number; rows: number }[]
  left: number
}

/** Events that intake dropped, which no journal shows, by where they came from; refused ones only if they were numbered. */
export type DroppedEvents = {
  why: 'duplicate' | 'refused'
  project: string
  environment: string
  event: string
  /** Hours since 1970. */
  hour: number
  platform: string
  version: string
  country: string
  events: number
}

/** Where typed events live and are asked. One process owns it. */
export type EventStore = UsageQuestions & {
  /** Makes the tables fit the definitions: creates what is missing, adds new columns; never drops. Safe while serving. */
  define(project: string, unitFields: readonly string[], definitions: readonly EventDefinition[]): Promise<void>
  /** Loads a closed segment exactly once: its rows and its mark commit together. 'known': it was loaded before. */
  load(segment: Segment): Promise<'loaded' | 'known'>
  /** The number of the newest segment loaded, 0 when none was. */
  lastLoadedSegment(): Promise<number>
  /** Visits the id of every event received since a moment, valid ones and quarantined ones. */
  recentIds(sinceMs: number, visit: (project: string, id: string, receivedMs: number) => void): Promise<void>
  analyse(plan: Plan): Promise<PlanAnswer>
  /** The answer of a plan by segments of its population, the largest first. */
  analyseBy(plan: Plan, dimension: Dimension): Promise<SegmentAnswer[]>
  /** One metric of a plan that can be asked for over time, by its place; `cap` is the value its totals are capped at. */
  series(plan: Plan, metric: number, cap: number | null): Promise<SeriesAnswer>
  /** What the outcome of each metric adds up to over all units, exposed or not, in the period of the plan; null where it does not. */
  totals(plan: Plan): Promise<(number | null)[]>
  /** A metric over the calendar; refused where a dimension has more values than can be held. */
  product(plan: ProductPlan): Promise<ProductAnswer | 'too-many-segments'>
  /** Per event of one environment: how many there are and when the last one happened and arrived. */
  freshness(project: string, environment: string): Promise<Freshness[]>
  /** Newest first, received strictly before the moment. */
  quarantined(project: string, beforeMs: number, limit: number, filter?: QuarantineFilter): Promise<QuarantinedEvent[]>
  /** By environment, event, reason and SDK version, the largest groups first. */
  quarantineGroups(project: string, filter: QuarantineFilter, limit: number): Promise<QuarantineGroup[]>
  /** Deletes every row of a unit of a project, valid or kept aside. */
  removeUnit(project: string, unitField: string, unit: string): Promise<RemovedUnit>
  /** Deletes events and clears values that are too old. */
  removeExpired(project: string, expiries: readonly Expiry[]): Promise<Expired[]>
  /** Leaves nothing of what was deleted in the file. Questions wait meanwhile; events go on being accepted. */
  compact(): Promise<void>
  /** What is known of an event in an environment by hour of arrival, `from` inclusive, `until` exclusive; never looks at rows. */
  hours(
    project: string,
    environment: string,
    definition: Pick<EventDefinition, 'key' | 'properties'>,
    from: number,
    until: number,
  ): Promise<EventSeries>
  /** How much of another event is found in an event, by hour of the other's arrival; looks at two columns of the rows. */
  reconciled(
    project: string,
    environment: string,
    event: string,
    completeness: Pick<Completeness, 'against' | 'by'>,
    from: number,
    until: number,
  ): Promise<Reconciled>
  /** How all events of an environment get here, by hour of arrival; never looks at rows. */
  delivery(project: string, environment: string, from: number, until: number): Promise<DeliverySeries>
  /** Adds events that never reached the journal to the counts by hour. */
  countDropped(dropped: readonly DroppedEvents[]): Promise<void>
  /** Rows of one SQL question with positional parameters ($1, ...); for reports' own drill-downs and tests. */
  query(sql: string, parameters?: readonly (string | number | boolean | null)[]): Promise<Record<string, unknown>[]>
  close(): Promise<void>
}
