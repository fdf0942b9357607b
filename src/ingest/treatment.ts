import { randomBytes } from 'node:crypto'
import type { Property } from '../contract/event-definition.ts'
import type { ReviewDecision } from '../contract/privacy.ts'
import { type Reviewed, reviewStatusOf } from '../core/privacy/review.ts'
import { truncated } from '../core/privacy/truncation.ts'
import { sealed } from '../http/sealed-value.ts'
import type { ProjectKey } from '../store/control/control-store.ts'
import { type Hmac, hmacWith } from './hmac.ts'
import { jsonText } from './json-text.ts'

/** What is left of personal values. */
export type Treat = {
  /** Of a fitting value, as JSON; empty when nothing is to be kept of it. */
  json(value: string | number | boolean): string
  /** What a text comes to, if that is nothing but a hash. */
  hash?: TextHash
}

/** A hash as JSON: a quote and what the key is called, the HMAC, a quote. */
export type TextHash = { start: Uint8Array; hmac: Hmac }

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
  const start = `"h${number}.`
  return {
    json: value => `${start}${hmac.of(`${value}`)}"`,
    hash: { start: new Uint8Array(Buffer.from(start)), hmac },
  }
}

/** The same value gives another text each time, which only the key opens. */
function encrypting(key: ProjectKey, place: Reviewed): Treat {
  return { json: value => `"${sealed(key, place, `${value}`, randomBytes)}"` }
}

function jsonOf(value: string | number | boolean): string {
  return typeof value === 'string' ? jsonText(value) : `${value}`
}
