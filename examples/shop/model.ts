import { count, mean, model, proportion, ratio, sum } from '@assay/sdk/model'

const item = { item_id: 'string!', price: 'number!' } as const

/** What the sneaker shop of the demo measures; `npm run demo` pushes this file. */
export default model({
  timeZone: 'Europe/Berlin',
  events: {
    view_item: {
      owner: 'catalogue',
      purpose: 'funnel',
      trigger: 'the page of a sneaker is in view',
      properties: item,
    },
    add_to_cart: {
      owner: 'cart',
      purpose: 'funnel',
      priority: 'high',
      trigger: 'the item is in the cart, after the server said yes',
      properties: item,
    },
    checkout_started: {
      owner: 'checkout',
      purpose: 'funnel',
      trigger: 'the first checkout page is in view',
      properties: { items: 'integer!' },
    },
    purchase_complete: {
      owner: 'checkout',
      purpose: 'revenue',
      priority: 'high',
      trigger: 'the payment is captured',
      properties: {
        order_id: 'string!',
        amount: 'number!',
        currency: { type: 'string!', values: ['EUR'] },
      },
    },
    payment_failed: {
      owner: 'payments',
      purpose: 'operations',
      priority: 'high',
      trigger: 'the bank said no',
      properties: { code: { type: 'string!', values: ['declined', 'expired', 'network'] } },
    },
  },
  dimensions: { country: '$country', platform: '$platform' },
  metrics: {
    'purchase-rate': proportion('purchase_complete'),
    'revenue-per-shopper': mean('purchase_complete', 'amount').measure('EUR'),
    'order-value': ratio(sum('purchase_complete', 'amount'), count('purchase_complete')).measure('EUR'),
    'payment-failures': mean('payment_failed').better('down').name('Payment failures per shopper'),
  },
})
