import type { Client } from '@assay/sdk'
import * as shop from './shop.ts'
import { type Step, truth } from './traffic.ts'

export type Tally = { events: number; exposed: Record<string, number>; purchases: Record<string, number> }

const hourMs = 3_600_000

type Variant = keyof typeof truth.purchaseRate

/** Plays the shoppers' steps through the SDK as the shop's backend would; `setClock` moves the time to each step. */
export async function driveShop(options: {
  client: Client
  steps: readonly Step[]
  setClock(ms: number): void
  onProgress(done: number): void
}): Promise<Tally> {
  const { client, steps, setClock, onProgress } = options
  const tally: Tally = { events: 0, exposed: {}, purchases: {} }
  const checkouts = new Map<string, Variant>()
  const track = (event: string, id: string, properties: Record<string, string | number>) => {
    client.track(event, { user_id: id }, properties)
    tally.events += 1
  }
  let hour: number | undefined
  for (const [index, step] of steps.entries()) {
    // What happened in an hour arrives in that hour, as it would if the shop took two weeks over it.
    const now = Math.floor(step.timeMs / hourMs)
    if (hour !== undefined && now !== hour) await client.flush()
    hour = now
    setClock(step.timeMs)
    const { shopper } = step
    if (step.kind === 'checkout') {
      track('checkout_started', shopper.id, { items: step.items })
      const { value, reason } = client.details(shop.flagKey, 'standard', {
        targetingKey: shopper.id,
        age: shopper.age,
        country: shopper.country,
      })
      const variant: Variant = value === 'simple' ? 'simple' : 'standard'
      checkouts.set(shopper.id, variant)
      if (reason === 'SPLIT') tally.exposed[variant] = (tally.exposed[variant] ?? 0) + 1
    } else if (step.kind === 'outcome') {
      const variant = checkouts.get(shopper.id) ?? 'standard'
      const { fortune } = step
      if (fortune.failure < truth.failureRate[variant]) track('payment_failed', shopper.id, { code: fortune.code })
      if (fortune.purchase < truth.purchaseRate[variant]) {
        track('purchase_complete', shopper.id, { order_id: `order-${index}`, amount: fortune.amount, currency: 'EUR' })
        tally.purchases[variant] = (tally.purchases[variant] ?? 0) + 1
      }
    } else {
      track(step.kind === 'view' ? 'view_item' : 'add_to_cart', shopper.id, {
        item_id: `sneaker-${step.item}`,
        price: step.price,
      })
    }
    if (index % 500 === 499) {
      await client.flush()
      onProgress(index + 1)
    }
  }
  await client.flush()
  return tally
}
