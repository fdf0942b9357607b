import type { Clock } from '../../contract/event.ts'
import type { EventDefinition } from '../../contract/event-definition.ts'
import type { Plan, PlanAnswer } from '../../core/metrics/plan.ts'

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
  units: Record<string, string>
  context?: Record<string, string>
  properties: Record<string, string | number | boolean | null>
  /** Present on quarantined events, whose `raw` is the event as it came; the other fields are then best effort. */
  quarantine?: { reason: string; detail: string; raw: unknown }
}

/** A closed, complete file of journal lines. Numbers grow by one and are never used twice. */
export type Segment = { number: number; path: string; bytes: number }

/** Where accepted events are made safe before they are acknowledged. */
export type Journal = {
  /** Resolves when the lines (each one JSON text without a line break) are on disk; 'overloaded' or 'failed' means nothing was kept. */
  append(lines: readonly string[]): Promise<'kept' | 'overloaded' | 'failed'>
  /** Ends the current segment if it holds anything, so that it can be loaded. */
  rotate(): Promise<void>
  /** Closed segments, oldest first. */
  segments(): Segment[]
  /** What start-up found and mended, for the log: bytes of an unacknowledged tail cut off, and from which file. */
  recovered: { path: string; bytes: number } | undefined
  /** Bytes waiting for the disk. */
  pendingBytes(): number
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
}

/** Where typed events live and are asked. One process owns it. */
export type EventStore = {
  /** Makes the tables fit the definitions: creates what is missing, adds new columns; never drops. Safe while serving. */
  define(project: string, unitFields: readonly string[], definitions: readonly EventDefinition[]): Promise<void>
  /** Loads a closed segment exactly once: its rows and its mark commit together. 'known': it was loaded before. */
  load(segment: Segment): Promise<'loaded' | 'known'>
  /** The number of the newest segment loaded, 0 when none was. */
  lastLoadedSegment(): Promise<number>
  /** Visits the id of every event received since a moment, valid ones and quarantined ones. */
  recentIds(sinceMs: number, visit: (project: string, id: string, receivedMs: number) => void): Promise<void>
  analyse(plan: Plan): Promise<PlanAnswer>
  /** Per event of one environment: how many there are and when the last one happened and arrived. */
  freshness(project: string, environment: string): Promise<Freshness[]>
  /** Newest first, received strictly before the moment. */
  quarantined(project: string, beforeMs: number, limit: number): Promise<QuarantinedEvent[]>
  /** Rows of one SQL question with positional parameters ($1, ...); for reports' own drill-downs and tests. */
  query(sql: string, parameters?: readonly (string | number | boolean | null)[]): Promise<Record<string, unknown>[]>
  close(): Promise<void>
}
