import type { EventDefinition } from '../../../src/contract/event-definition.ts'
import { type FileJournal, type JournalOptions, openJournal } from '../../../src/store/events/journal.ts'
import type { Log } from '../../../src/store/events/log.ts'

export const startMs = Date.UTC(2026, 10, 23, 12)

/** A log that keeps what it is told. */
export function keptLog(): Log & { lines: string[] } {
  const lines: string[] = []
  const keep = (_facts: Record<string, unknown>, message: string) => void lines.push(message)
  return { lines, info: keep, warn: keep, error: keep }
}

export const purchase: EventDefinition = {
  key: 'purchase',
  owner: 'checkout',
  purpose: 'revenue',
  priority: 'high',
  source: 'any',
  properties: {
    order_id: { type: 'string', required: true },
    amount: { type: 'number', required: true },
    items: { type: 'integer', required: false },
    gift: { type: 'boolean', required: false },
    ships_at: { type: 'timestamp', required: false },
    currency: { type: 'string', required: false, values: ['EUR', 'USD'] },
  },
}

export const unitFields = ['user_id', 'device_id']

/** A journal line of a purchase. */
export function line(id: string, more: Record<string, unknown> = {}): string {
  return JSON.stringify({
    project: 'shop',
    environment: 'production',
    id,
    event: 'purchase',
    time: startMs,
    received: startMs,
    clock: 'ok',
    units: { user_id: 'u1' },
    properties: { order_id: `order of ${id}`, amount: 9.99 },
    ...more,
  })
}

export function journalIn(dir: string, more: Partial<JournalOptions> = {}): Promise<FileJournal> {
  return openJournal({
    dir,
    segmentBytesMax: 1_000_000,
    pendingBytesMax: 1_000_000,
    backlogBytesMax: 100_000_000,
    log: keptLog(),
    ...more,
  })
}
