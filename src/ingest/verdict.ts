import type { QuarantineReason, RefusalReason } from '../contract/event.ts'
import type { JournalRecord } from '../store/events/event-store.ts'
import { correctClock } from './clock.ts'
import { isId, isObject, readEnvelope } from './envelope.ts'
import { jsonText, jsonValue } from './json-text.ts'
import { numberedIn, numbersOf } from './numbers.ts'
import { nameOf, redacted, unitsIn } from './redaction.ts'
import type { CompiledDefinitions } from './validator.ts'

/** What the events of one batch are judged by besides themselves. */
export type Judgement = {
  project: string
  environment: string
  kind: 'client' | 'server' | 'token'
  definitions: CompiledDefinitions
  receivedMs: number
  /** When the request left the sender by its own clock, for events that do not say it themselves. */
  sentMs: number | undefined
  /** Whether old times are history sent on purpose. */
  trusted: boolean
  /** An id for an event that came without one. */
  uuid(): string
}

/**
 * An event's id and its journal line (a JournalRecord as JSON), why it is kept aside if it is, and the properties left out.
 * A refused event has neither: nothing of it may be kept.
 */
export type Judged = {
  id: string
  line: string
  fault?: Fault
  dropped?: string[] | undefined
  refused?: RefusalReason
  /** Where a refused event with a number came from: that much is counted, so that it is not taken for lost. */
  numbered?: { platform: string; version: string }
}
export type Fault = { reason: QuarantineReason; detail: string }

/**
 * Returns the judge of one batch, who decides what becomes of each event as it came. The same input gives the same answer,
 * but for the id of an event without one.
 */
export function judgeOf(judgement: Judgement): (raw: unknown) => Judged {
  const { kind, definitions, receivedMs, trusted } = judgement
  // Lines are put together from text, because turning them into objects first and into text again costs more than all checks.
  const start = lineStart(judgement)
  return raw => {
    const refused = definitions.refusalOf?.(raw)
    if (refused !== undefined) return { id: '', line: '', refused, ...numberedIn(raw) }
    const envelope = readEnvelope(raw, definitions.unitFields)
    if (typeof envelope === 'string') return quarantined(raw, judgement, 'malformed-event', envelope)
    const { id, event, numbers, units, context } = envelope
    const compiled = definitions.events.get(event)
    if (compiled === undefined) return quarantined(raw, judgement, 'unknown-event', `${nameOf(event)} is not defined`)
    if (compiled.definition.source === 'server' && kind === 'client') {
      return quarantined(raw, judgement, 'wrong-source', `${event} is taken from servers only`)
    }
    if (units === undefined) {
      return quarantined(raw, judgement, 'no-unit', `one of ${definitions.unitFields.join(', ')} must be there`)
    }
    const checked = compiled.validate(envelope.properties)
    if ('reason' in checked) return quarantined(raw, judgement, checked.reason, checked.detail)
    const sentMs = envelope.sentMs ?? judgement.sentMs
    const { timeMs, clock } = correctClock(envelope.timeMs, { receivedMs, sentMs, trusted })
    const optional = `${numbers}${context === undefined ? '' : `,"context":${context}`}`
    const line = `${start}${jsonText(id)},"event":${compiled.json},"time":${timeMs},"clock":"${clock}"${optional},"units":${units},"properties":${checked.json}}`
    return { id, line, dropped: checked.dropped }
  }
}

/** What the lines of one batch start with, up to the id. */
export function lineStart({ project, environment, receivedMs }: Judgement): string {
  return `{"project":${jsonText(project)},"environment":${jsonText(environment)},"received":${receivedMs},"id":`
}

/** What is kept of an event that is kept aside; its line never holds what nobody decided to collect. */
function quarantined(raw: unknown, judgement: Judgement, reason: QuarantineReason, detail: string): Judged {
  const { definitions } = judgement
  const given = isObject(raw) ? raw : {}
  const definition = typeof given.event === 'string' ? definitions.events.get(given.event)?.definition : undefined
  const record: JournalRecord = {
    project: judgement.project,
    environment: judgement.environment,
    id: isId(given.id) ? given.id : judgement.uuid(),
    event: typeof given.event === 'string' ? nameOf(given.event) : '',
    time: judgement.receivedMs,
    received: judgement.receivedMs,
    clock: 'ok',
    ...JSON.parse(`{${numbersOf(given).slice(1)}}`),
    units: unitsIn(given, definitions.unitFields),
    properties: {},
    quarantine: { reason, detail, raw: redacted(raw, definition, definitions.unitFields) },
    sender: {
      kind: judgement.kind,
      ...(judgement.sentMs === undefined ? {} : { sent: judgement.sentMs }),
      ...(judgement.trusted ? { trusted: true } : {}),
    },
  }
  return { id: record.id, line: jsonValue(record), fault: { reason, detail } }
}
