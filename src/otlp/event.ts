import { definedNameOf, snakeNameOf } from '../core/model/snake-name.ts'
import { stableId } from '../http/intake.ts'
import { contextOf } from './context.ts'
import type { Attribute, Attributes, LogRecord } from './record.ts'
import { unitsOf } from './units.ts'

/** What an event is made with: the project's unit fields, and whether it defines an event of a name. */
export type EventRules = { unitFields: readonly string[]; isDefined(name: string): boolean; nowMs: number }

const nsPerMs = 1_000_000n

/** Attributes that say what a record is, and so are not its properties. */
const aboutTheRecord = ['event.name', 'log.record.uid']

/** The event name of a record, from its own field or the attribute that came before it; empty when it is no event. */
export function eventNameOf({ eventName, attributes }: LogRecord): string {
  if (eventName !== '') return eventName
  const name = attributes['event.name']
  return typeof name === 'string' ? name : ''
}

/**
 * A record as an event for the pipeline. Attributes are its properties under their snake_case names, over those of a body
 * that is a map; `occurrence` counts records before it in the request that are the same in every detail.
 */
export function eventOf(record: LogRecord, rules: EventRules, occurrence: number): Record<string, unknown> {
  return {
    ...unitsOf(record, rules.unitFields),
    id: idOf(record, occurrence),
    event: definedNameOf(eventNameOf(record), rules.isDefined),
    time: timeMsOf(record) ?? rules.nowMs,
    context: contextOf(record),
    properties: propertiesOf(record),
  }
}

/** When a record happened, or else was seen, in milliseconds since 1970. */
export function timeMsOf({ timeNs, observedTimeNs }: LogRecord): number | undefined {
  const ns = timeNs === 0n ? observedTimeNs : timeNs
  return ns === 0n ? undefined : Number(ns / nsPerMs)
}

/** The id that every attempt to deliver a record gives it: its own when it has one, else one made of all it says. */
export function idOf(record: LogRecord, occurrence: number): string {
  const own = record.attributes['log.record.uid']
  if (typeof own === 'string' && own !== '') return own
  return stableId('log', fingerprintOf(record), occurrence)
}

/** Everything a record says, as text. */
export function fingerprintOf(record: LogRecord): string {
  return JSON.stringify(record, (_, value) => (typeof value === 'bigint' ? String(value) : value))
}

function propertiesOf({ attributes, body }: LogRecord): Attributes {
  const fromBody = typeof body === 'object' && body !== null && !Array.isArray(body) ? body : {}
  const pairs: [string, Attribute][] = []
  for (const [name, value] of [...Object.entries(fromBody), ...Object.entries(attributes)]) {
    if (!aboutTheRecord.includes(name)) pairs.push([snakeNameOf(name) || name, value])
  }
  return Object.fromEntries(pairs)
}
