import { randomBytes } from 'node:crypto'
import type { Property } from '../contract/event-definition.ts'
import type { ReviewDecision } from '../contract/privacy.ts'
import { type Reviewed, reviewStatusOf } from '../core/privacy/review.ts'
import { truncated } from '../core/privacy/truncation.ts'
import { sealed } from '../http/sealed-value.ts'
import type { ProjectKey } from '../store/control/control-store.ts'
import { hmacTextBytes, hmacWith } from './hmac.ts'
import { quote } from './json-bytes.ts'
import { jsonText } from './json-text.ts'

/** What is left of personal values. */
export type Treat = {
  /** Of a fitting value, as JSON; empty when nothing is to be kept of it. */
  json(value: string | number | boolean): string
  /** Of a text given as the UTF-8 bytes between two places, written as JSON to a place of the same page; how many bytes it came to, 0 when `json` has to be asked. */
  write?: (page: Uint8Array, from: number, to: number, at: number) => number
}

/** How many bytes `write` needs at most. */
export const treatedBytesMax = 64

/** What a project has decided and holds for its personal values: decisions newest first, and keys. */
export type PrivacyMeans = { decisions: readonly ReviewDecision[]; keys: readonly ProjectKey[] }

/** How a personal property is treated now; 'unapproved' when nobody has approved it, or no key is there to treat it with. */
export function treatmentOf(reviewed: Reviewed, means: PrivacyMeans): Treat | 'unapproved' {
  const status = reviewStatusOf(reviewed, means.decisions)
  if (status.status !== 'approved') return 'unapproved'
  const { treatment } = status
  if (treatment === 'keep') return { json: jsonOf }
  if (treatment === 'drop') return { json: () => '' }
  if (treatment === 'truncate') return truncating(reviewed.type)
  const key = means.keys.findLast(({ purpose }) => purpose === treatment)
  if (key === undefined) return 'unapproved'
  return treatment === 'hash' ? hashing(key) : encrypting(key, reviewed)
}

function truncating(type: Property['type']): Treat {
  return { json: value => (typeof value === 'boolean' ? '' : jsonOf(truncated(type, value))) }
}

/** `h`, the number of the key, and an HMAC-SHA-256: the same value gives the same text for as long as the key is in use. */
function hashing({ number, secret }: ProjectKey): Treat {
  const hmac = hmacWith(Buffer.from(secret, 'base64url'))
  const start = new Uint8Array(Buffer.from(`"h${number}.`))
  const bytes = start.length + hmacTextBytes + 1
  return {
    json: value => `"h${number}.${hmac.of(`${value}`)}"`,
    write(page, from, to, at) {
      if (bytes > treatedBytesMax || !hmac.write(page, from, to, at + start.length)) return 0
      for (let place = 0; place < start.length; place += 1) page[at + place] = start[place] ?? 0
      page[at + bytes - 1] = quote
      return bytes
    },
  }
}

/** The same value gives another text each time, which only the key opens. */
function encrypting(key: ProjectKey, place: Reviewed): Treat {
  return { json: value => `"${sealed(key, place, `${value}`, randomBytes)}"` }
}

function jsonOf(value: string | number | boolean): string {
  return typeof value === 'string' ? jsonText(value) : `${value}`
}
