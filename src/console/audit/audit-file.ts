import type { Revision } from '../../contract/noun.ts'

const columns = ['at', 'by', 'action', 'noun', 'key', 'version', 'why', 'before', 'after'] as const

/** Changes as comma-separated values (RFC 4180), with a line of names on top. */
export function changesAsCsv(changes: readonly Revision[]): string {
  const rows = changes.map(change => columns.map(column => cell(change[column])).join(','))
  return `${[columns.join(','), ...rows].join('\r\n')}\r\n`
}

function cell(value: unknown): string {
  if (value === undefined || value === null) return ''
  const text = typeof value === 'object' ? JSON.stringify(value) : String(value)
  // Spreadsheets would take such a text for a formula and run it.
  const safe = typeof value !== 'number' && /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
