import { proposals } from '../../src/contract/model-routes.ts'
import { privacy } from '../../src/contract/privacy-routes.ts'
import { resources } from '../../src/contract/routes.ts'
import { people } from '../../src/contract/session-routes.ts'
import type { ApiClient } from '../../src/http/client.ts'
import { project } from './report-shop.ts'
import type { Room } from './room.ts'

const params = { project }

/** An event with personal properties in every state of review, proposals, events kept aside, a webhook and members. */
export async function setUpTelemetry(room: Room, nowMs: number): Promise<void> {
  const { call } = room
  await call(resources.events.create, { params, body: supportRequest })
  for (const [property, outcome] of [
    ['email', 'approve'],
    ['phone', 'refuse'],
  ] as const)
    await call(privacy.decide, {
      params: { ...params, event: supportRequest.key, property },
      body: { outcome, reason: outcome === 'approve' ? 'Support has to answer somewhere.' : 'An address is enough.' },
      ifMatch: '"1"',
    })
  const key = await room.key({ kind: 'server', name: 'help desk', project, environment: 'production' })
  await room.send(key, telemetry(nowMs))
  await setUpProposals(call)
  await call(resources.webhooks.create, {
    params,
    body: { key: 'on-call', description: 'Wakes whoever is on call.', url: 'https://example.com/hooks/assay' },
  })
  for (const [name, role] of [
    ['Grace Hopper', 'editor'],
    ['Ada Lovelace', 'analyst'],
    ['Barbara Liskov', 'privacy'],
  ] as const) {
    const email = `${name.split(' ')[0]?.toLowerCase()}@shop.example`
    await call(people.create, { body: { name, email, role } })
  }
}

const personal = (treatment: 'keep' | 'hash' | 'encrypt') => ({
  type: 'string' as const,
  privacy: { class: 'personal' as const, treatment, purpose: 'support', retentionDays: 90 },
})

const supportRequest = {
  key: 'support_request',
  description: 'Somebody asks for help.',
  owner: 'support',
  purpose: 'support',
  trigger: 'the form was sent and the server said yes',
  retentionDays: 400,
  properties: {
    topic: { type: 'string' as const, required: true, values: ['delivery', 'return', 'size', 'payment'] },
    email: personal('keep'),
    phone: personal('encrypt'),
    message: { ...personal('hash'), description: 'what they wrote, in their own words' },
  },
}

/** The last hours: requests for help, and events that were kept aside for each usual reason. */
function telemetry(nowMs: number): unknown[] {
  const topics = supportRequest.properties.topic.values
  return Array.from({ length: 60 }, (_, index) => {
    const standing = {
      id: `telemetry-${index}`,
      time: nowMs - index * 300_000,
      user_id: `u-${index % 20}`,
      context: { country: 'DE', platform: index % 3 === 0 ? 'ios' : 'web', sdk: 'web', sdk_version: '1.4.2' },
    }
    if (index % 10 === 7) return { ...standing, event: 'wishlist_opened', properties: { items: index } }
    if (index % 10 === 8) return { ...standing, event: 'add_to_cart', properties: { item_id: 'sneaker-3' } }
    if (index % 10 === 9) return { ...standing, event: 'checkout_started', properties: { items: 'three' } }
    const properties = { topic: topics[index % 4], email: `shopper${index}@mail.example`, phone: '+49 30 1234' }
    return { ...standing, event: supportRequest.key, properties }
  })
}

async function setUpProposals(call: ApiClient): Promise<void> {
  const wishlist = {
    owner: 'catalogue',
    purpose: 'funnel',
    trigger: 'the list of wishes is in view',
    properties: { items: 'integer!' as const },
  }
  const open = {
    title: 'Measure the wish list',
    why: 'Nobody knows who uses it.',
    events: { wishlist_opened: wishlist },
  }
  await call(proposals.create, { params, body: open })
  const dropped = { title: 'Forget expired cards', why: 'The bank says it anyway.', events: { payment_failed: null } }
  const { body } = await call(proposals.create, { params, body: dropped })
  await call(proposals.withdraw, { params: { ...params, key: body.key }, query: { why: 'the guardrail needs it' } })
}
