import { hasher } from '../core/evaluate/hash.ts'

/**
 * What the journal keeps of an event's number: the sequence, a hash of what it counts within (`sequence_id`, or else the
 * session), and how many events the sender had given up by then. Each part follows a comma.
 */
export function numbersOf(raw: Readonly<Record<string, unknown>>): string {
  const { sequence, dropped } = raw
  if (!isCount(sequence)) return ''
  return `,"sequence":${sequence}${sessionOf(raw.sequence_id ?? raw.session_id)}${droppedOf(dropped)}`
}

/** What a sequence counts within, as the part of a line. */
export function sessionOf(within: unknown): string {
  return isName(within) ? `,"session":"${hashOf(within)}"` : ''
}

/** How many events the sender had given up, as the part of a line. */
export function droppedOf(dropped: unknown): string {
  return isCount(dropped) && dropped > 0 ? `,"dropped":${dropped}` : ''
}

/** Where an event comes from of which only this may be counted, if it has a number. */
export function numberedIn(raw: unknown): { numbered?: { platform: string; version: string } } {
  if (!isRecord(raw) || !numbersOf(raw).includes('session')) return {}
  const { platform, app_version: version } = isRecord(raw.context) ? raw.context : {}
  return { numbered: { platform: isName(platform) ? platform : '', version: isName(version) ? version : '' } }
}

/** Whether a value counts something. */
export function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && Number(value) >= 0
}

const lengthMax = 200
// Two hashes of 32 bits: what a sender chose as the name of its session need not be kept to tell it from others.
const hashes = [hasher('sequence'), hasher('session')] as const

function hashOf(name: string): string {
  return hashes.map(hash => hash(name).toString(16).padStart(8, '0')).join('')
}

function isName(value: unknown): value is string {
  return typeof value === 'string' && value !== '' && value.length <= lengthMax
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
