import { expect, test } from 'vitest'
import { createTestClient } from '../../sdk/src/testing.ts'

test('a test client answers what it is told and writes down what it was asked', async () => {
  const client = createTestClient({ simple: true, title: 'Hello' })
  let heard = 0
  client.subscribe(() => heard++)
  expect(client.boolean('simple', false, { targetingKey: 'u1' })).toBe(true)
  expect(client.details('title', 5)).toMatchObject({ value: 5, errorCode: 'TYPE_MISMATCH' })
  expect(client.number('nothing', 5)).toBe(5)
  client.set('nothing', 7)
  expect(client.peek('nothing', 5)).toEqual({ value: 7, variant: 'test', reason: 'STATIC' })
  client.unset('nothing')
  await client.setContext({ targetingKey: 'u2' })
  client.exposed('simple')
  client.track('purchase_complete', { user_id: 'u1' }, { amount: 5 })
  expect(heard).toBe(3)
  expect(client.calls).toEqual([
    { kind: 'evaluated', flag: 'simple', context: { targetingKey: 'u1' } },
    { kind: 'evaluated', flag: 'title', context: {} },
    { kind: 'evaluated', flag: 'nothing', context: {} },
    { kind: 'peeked', flag: 'nothing', context: {} },
    { kind: 'exposed', flag: 'simple', context: { targetingKey: 'u2' } },
    { kind: 'tracked', event: 'purchase_complete', units: { user_id: 'u1' }, properties: { amount: 5 } },
  ])
})
