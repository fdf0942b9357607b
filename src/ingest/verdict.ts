import type { QuarantineReason } from '../contract/event.ts'
import type { JournalRecord } from '../store/events/event-store.ts'
import { correctClock } from './clock.ts'
import { isId, isObject, readEnvelope } from './envelope.ts'
import { jsonText, jsonValue } from './json-text.ts'
import { shallow } from './nesting.ts'
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

/** An event's id and its journal line (a JournalRecord as JSON), why it is kept aside if it is, and the properties left out. */
export type Judged = { id: string; line: string; fault?: Fault; dropped?: string[] | undefined }
export type Fault = { reason: QuarantineReason; detail: string }

const nameLengthMax = 100

/**
 * Returns the judge of one batch, who decides what becomes of each event as it came. The same input gives the same answer,
 * but for the id of an event without one.
 */
export function judgeOf(judgement: Judgement): (raw: unknown) => Judged {
  const { project, environment, kind, definitions, receivedMs, trusted } = judgement
  // Lines are put together from text, because turning them into objects first and into text again costs more than all checks.
  const start = `{"project":${jsonText(project)},"environment":${jsonText(environment)},"received":${receivedMs},"id":`
  return raw => {
    const envelope = readEnvelope(raw, definitions.unitFields)
    if (typeof envelope === 'string') return quarantined(raw, judgement, 'malformed-event', envelope)
    const { id, event, sequence, units, context } = envelope
    const definition = definitions.events.get(event)
    if (definition === undefined)
      return quarantined(raw, judgement, 'unknown-event', `${shortened(event)} is not defined`)
    if (definition.source === 'server' && kind === 'client') {
      return quarantined(raw, judgement, 'wrong-source', `${event} is taken from servers only`)
    }
    if (units === undefined) {
      return quarantined(raw, judgement, 'no-unit', `one of ${definitions.unitFields.join(', ')} must be there`)
    }
    const checked = definition.validate(envelope.properties)
    if ('reason' in checked) return quarantined(raw, judgement, checked.reason, checked.detail)
    const sentMs = envelope.sentMs ?? judgement.sentMs
    const { timeMs, clock } = correctClock(envelope.timeMs, { receivedMs, sentMs, trusted })
    const optional = `${sequence === undefined ? '' : `,"sequence":${sequence}`}${context === undefined ? '' : `,"context":${context}`}`
    const line = `${start}${jsonText(id)},"event":${definition.json},"time":${timeMs},"clock":"${clock}"${optional},"units":${units},"properties":${checked.json}}`
    return { id, line, dropped: checked.dropped }
  }
}

function quarantined(raw: unknown, judgement: Judgement, reason: QuarantineReason, detail: string): Judged {
  const given = isObject(raw) ? raw : {}
  const record: JournalRecord = {
    project: judgement.project,
    environment: judgement.environment,
    id: isId(given.id) ? given.id : judgement.uuid(),
    event: typeof given.event === 'string' ? shortened(given.event) : '',
    time: judgement.receivedMs,
    received: judgement.receivedMs,
    clock: 'ok',
    units: {},
    properties: {},
    quarantine: { reason, detail, raw: shallow(raw) },
  }
  return { id: record.id, line: jsonValue(record), fault: { reason, detail } }
}

function shortened(name: string): string {
  return name.length <= nameLengthMax ? name : `${name.slice(0, nameLengthMax - 1)}…`
}
