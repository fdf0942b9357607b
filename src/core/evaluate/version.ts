import { hasher } from './hash.ts'

const low = hasher('version.low')
const high = hasher('version.high')

/** The version of anything JSON can say: equal for equal content whatever the order of its keys, 16 hexadecimal digits. */
export function versionOf(content: unknown): string {
  const text = JSON.stringify(content, (_key, value) => (isRecord(value) ? sorted(value) : value))
  return hexOf(high(text)) + hexOf(low(text))
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function sorted(record: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)))
}

function hexOf(hash: number): string {
  return hash.toString(16).padStart(8, '0')
}
