import { nowhere } from './json-bytes.ts'
import { clearPieces, createPieces, type Pieces } from './pieces.ts'
import type { ScannedEvent } from './scan-plan.ts'

/** A stretch of the page; nothing when `to` is 0. */
export type Run = { from: number; to: number }

/** What an event was found to hold: places on the page, times, and what is to be written of its parts. */
export type Found = {
  /** Where the event starts. */
  from: number
  id: Run
  event: ScannedEvent | undefined
  timeMs: number
  sentMs: number | undefined
  sequence: Run
  sequenceId: Run
  sessionId: Run
  dropped: Run
  /** By unit field, quotes included; `nameFrom` is where its name starts, nowhere when it has to be written apart. */
  units: (Run & { nameFrom: number })[]
  unitNames: (Uint8Array | undefined)[]
  consents: Run[]
  consentsSize: number
  context: Pieces
  properties: Pieces
  /** Properties that are not kept. */
  leftOut: string[] | undefined
}

/** Before anything was read. */
export function nothingFound(): Found {
  const run = () => ({ from: 0, to: 0 })
  return {
    from: 0,
    id: run(),
    event: undefined,
    timeMs: 0,
    sentMs: undefined,
    sequence: run(),
    sequenceId: run(),
    sessionId: run(),
    dropped: run(),
    units: [],
    unitNames: [],
    consents: [],
    consentsSize: 0,
    context: createPieces(),
    properties: createPieces(),
    leftOut: undefined,
  }
}

/** Forgets what was found, for an event of a project with so many unit fields. */
export function forget(found: Found, unitFields: number): void {
  found.event = undefined
  found.sentMs = undefined
  found.sequence.to = 0
  found.sequenceId.to = 0
  found.sessionId.to = 0
  found.dropped.to = 0
  while (found.units.length < unitFields) found.units.push({ from: 0, to: 0, nameFrom: nowhere })
  for (const run of found.units) run.to = 0
  found.consentsSize = 0
  clearPieces(found.context)
  clearPieces(found.properties)
  found.leftOut = undefined
}
