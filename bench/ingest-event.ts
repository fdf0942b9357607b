import type { EventDefinition } from '../src/contract/event-definition.ts'

/** The event the ingest benchmark sends, and its definition: four properties, two units, a context, an ISO time. */
export const benchDefinition: EventDefinition = {
  key: 'add_to_cart',
  owner: 'bench',
  purpose: 'bench',
  priority: 'normal',
  source: 'any',
  properties: {
    item_id: { type: 'string', required: true },
    price: { type: 'number', required: true },
    currency: { type: 'string', required: true, values: ['EUR', 'USD'] },
    quantity: { type: 'integer', required: false },
  },
}

/** The same through everything the model can ask of an event: consent, a hashed personal property, a clock to be corrected. */
export const fullDefinition: EventDefinition = {
  ...benchDefinition,
  consent: 'analytics',
  properties: {
    ...benchDefinition.properties,
    email: {
      type: 'string',
      required: true,
      privacy: { class: 'personal', treatment: 'hash', purpose: 'to recognise customers' },
    },
  },
}

/** What stands in a request where each event's own id goes: twelve hexadecimal digits. */
export const idPlaceholder = 'xxxxxxxxxxxx'

const fiveMinutesMs = 300_000

/** The text of a request body of so many events; `full` ones have all that `fullDefinition` asks for and a clock that is off. */
export function bodyOf(events: number, full = false): string {
  const nowMs = Date.now() - (full ? fiveMinutesMs : 0)
  const now = new Date(nowMs).toISOString()
  return JSON.stringify(
    Array.from({ length: events }, (_, index) => ({
      id: `0193587a-5b7f-7cc2-9f0e-${idPlaceholder}`,
      event: 'add_to_cart',
      time: now,
      ...(full ? { sent_at: now, consent: ['analytics'], session_id: `session-${index % 7}` } : {}),
      user_id: `user-${(index * 7919) % 100_000}`,
      device_id: `device-${(index * 104_729) % 100_000}`,
      sequence: index,
      context: { platform: 'web', country: 'DE', sdk: 'assay-web', sdk_version: '0.1.0' },
      properties: {
        item_id: `item-${index % 500}`,
        price: 19.99 + index,
        currency: 'EUR',
        quantity: 1 + (index % 3),
        ...(full ? { email: `customer-${(index * 7919) % 100_000}@example.com` } : {}),
      },
    })),
  )
}
