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

/** What stands in a request where each event's own id goes: twelve hexadecimal digits. */
export const idPlaceholder = 'xxxxxxxxxxxx'

/** The text of a request body of so many events. */
export function bodyOf(events: number): string {
  return JSON.stringify(
    Array.from({ length: events }, (_, index) => ({
      id: `0193587a-5b7f-7cc2-9f0e-${idPlaceholder}`,
      event: 'add_to_cart',
      time: new Date().toISOString(),
      user_id: `user-${(index * 7919) % 100_000}`,
      device_id: `device-${(index * 104_729) % 100_000}`,
      sequence: index,
      context: { platform: 'web', country: 'DE', sdk: 'assay-web', sdk_version: '0.1.0' },
      properties: { item_id: `item-${index % 500}`, price: 19.99 + index, currency: 'EUR', quantity: 1 + (index % 3) },
    })),
  )
}
