import type { Treatment } from '../../contract/event-definition.ts'

/** What a treatment does with a value before anything is written. */
export function treatmentText(treatment: Treatment): string {
  return texts[treatment]
}

const texts: Record<Treatment, string> = {
  keep: 'kept as it is',
  truncate: 'kept coarser',
  encrypt: 'kept encrypted',
  hash: 'kept as a keyed hash',
  drop: 'never kept',
}
