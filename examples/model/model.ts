import {
  active,
  count,
  funnel,
  mean,
  model,
  personal,
  proportion,
  quantile,
  ratio,
  retention,
  sum,
} from '@assay/sdk/model'

/** What a web shop measures, and what is right for it. `assay plan examples/model/model.ts` shows what pushing it would change. */
export default model({
  timeZone: 'Europe/Berlin',
  units: { user: 'user_id', device: 'device_id', session: 'session_id' },
  events: {
    app_open: { owner: 'growth', trigger: 'the app comes to the front', properties: { version: 'string' } },
    user: {
      owner: 'accounts',
      trigger: 'somebody signed in',
      properties: { age_band: ['18-34', '35-64', '65+'], plan: ['free', 'paid'] },
    },
    add_to_cart: {
      owner: 'cart',
      purpose: 'funnel',
      priority: 'high',
      trigger: 'the item is in the cart, after the server said yes',
      properties: { item_id: 'string!', price: 'number!', currency: 'string!' },
      retention: '400d',
    },
    checkout_started: { owner: 'checkout', purpose: 'funnel', properties: { items: 'integer!' } },
    payment_submitted: { owner: 'checkout', purpose: 'funnel', properties: { method: ['card', 'invoice', 'wallet'] } },
    payment_failed: { owner: 'payments', purpose: 'operations', properties: { code: 'string!' } },
    checkout_timing: { owner: 'checkout', purpose: 'operations', properties: { ms: 'number!' }, retention: '90d' },
    order_created: { owner: 'orders', source: 'server', truth: true, properties: { order_id: 'string!' } },
    purchase_complete: {
      owner: 'checkout',
      source: 'server',
      truth: true,
      properties: { order_id: 'string!', amount: 'number!', email: personal('string', 'hash') },
      expect: {
        freshness: '15m',
        duplicates: '<0.1%',
        missing: '<0.5%',
        completeness: { against: 'order_created', by: 'order_id', min: 0.98 },
      },
    },
  },
  dimensions: { platform: '$platform', country: '$country', age_band: 'user.age_band' },
  metrics: {
    purchase_rate: proportion('purchase_complete'),
    revenue_per_user: mean('purchase_complete', 'amount').cap(0.999).better('up').measure('EUR'),
    order_value: ratio(sum('purchase_complete', 'amount'), count('purchase_complete')).measure('EUR'),
    declined_per_user: mean('payment_failed')
      .where({ code: ['declined'] })
      .better('down')
      .owner('payments'),
    checkout: funnel('checkout_started', 'payment_submitted', 'purchase_complete')
      .within('1d')
      .excluding('payment_failed')
      .describe('From the first page of the checkout to the captured payment, without a refusal by the bank.'),
    day7: retention('app_open').day(7),
    checkout_p95: quantile('checkout_timing', 'ms', 0.95).better('down').measure('ms'),
    weekly_users: active('app_open').days(7),
  },
})
