import { contextFields } from '../contract/event.ts'
import { jsonText } from './json-text.ts'
import { parseMoment } from './moment.ts'
import { isCount, numbersOf } from './numbers.ts'

/** The outside of an event, whatever its definition: parts of its journal line, and its times as the sender gave them. */
export type Envelope = {
  id: string
  event: string
  timeMs: number
  sentMs: number | undefined
  /** The number of the event as parts of a JSON object, each after a comma; empty when it has none. */
  numbers: string
  /** JSON objects; undefined when there is nothing in them. */
  units: string | undefined
  context: string | undefined
  properties: Record<string, unknown>
}

const idLengthMax = 200
const unitLengthMax = 200
const contextStarts = new Map<string, string>(contextFields.map(field => [field, `${jsonText(field)}:`]))
const none: Record<string, unknown> = {}

/** Reads the outside of an event, or says in words for its sender what is wrong with it. */
export function readEnvelope(raw: unknown, unitFields: readonly string[]): Envelope | string {
  if (!isObject(raw)) return 'an event must be an object'
  const { id, event } = raw
  if (!isId(id)) return `id must be a text of 1 to ${idLengthMax} characters`
  if (typeof event !== 'string' || event === '') return 'event must be the name of an event'
  const timeMs = parseMoment(raw.time)
  if (timeMs === undefined) return 'time must be ISO 8601 with a zone or milliseconds since 1970'
  const sentMs = isGiven(raw.sent_at) ? parseMoment(raw.sent_at) : undefined
  if (isGiven(raw.sent_at) && sentMs === undefined)
    return 'sent_at must be ISO 8601 with a zone or milliseconds since 1970'
  if (isGiven(raw.sequence) && !isCount(raw.sequence)) return 'sequence must be a whole number from 0'
  const properties = isGiven(raw.properties) ? raw.properties : none
  if (!isObject(properties)) return 'properties must be an object'
  const context = isGiven(raw.context) ? contextOf(raw.context) : ''
  if (context === undefined) return `context must be an object; ${contextFields.join(', ')} must be texts`
  const units = unitsOf(raw, unitFields)
  if (units === undefined)
    return `${unitFields.join(', ')} must be texts of at most ${unitLengthMax} characters or whole numbers`
  return {
    id,
    event,
    timeMs,
    sentMs,
    numbers: numbersOf(raw),
    units: units === '' ? undefined : `{${units}}`,
    context: context === '' ? undefined : `{${context}}`,
    properties,
  }
}

/** Whether a value can be the id of an event. */
export function isId(value: unknown): value is string {
  return typeof value === 'string' && value !== '' && value.length <= idLengthMax
}

/** Whether a value can identify a unit: a text that is not too long, or a whole number. */
export function isUnit(value: unknown): value is string | number {
  return typeof value === 'string' ? value.length <= unitLengthMax : Number.isSafeInteger(value)
}

/** Whether a value is a JSON object. */
export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The fields that are kept, undefined when one of them is no text. Other fields are nobody's business. */
function contextOf(context: unknown): string | undefined {
  if (!isObject(context)) return undefined
  let json = ''
  for (const field of Object.keys(context)) {
    const start = contextStarts.get(field)
    const value = context[field]
    if (start === undefined || !isGiven(value)) continue
    if (typeof value !== 'string') return undefined
    json += json === '' ? start + jsonText(value) : `,${start}${jsonText(value)}`
  }
  return json
}

/** The units an event names, undefined when one cannot be. An empty text names nobody; a whole number is taken as text. */
function unitsOf(event: Record<string, unknown>, unitFields: readonly string[]): string | undefined {
  let json = ''
  for (const field of unitFields) {
    const unit = event[field]
    if (!isGiven(unit) || unit === '') continue
    if (!isUnit(unit)) return undefined
    json += `${json === '' ? '"' : ',"'}${field}":${jsonText(`${unit}`)}`
  }
  return json
}

function isGiven<Value>(value: Value): value is NonNullable<Value> {
  return value !== undefined && value !== null
}
