import fc from 'fast-check'
import { expect, it } from 'vitest'
import { tempFolder } from '../assay.ts'
import { startShopServer } from '../flags/shop-server.ts'
import { startEdgeProcess } from './edge-process.ts'

const batchEvents = 50
const lanes = 4

/** Sends batches on several lanes until so many were acknowledged or the edge is gone; says which events were. */
async function sendUntil(url: string, key: string, batches: number, id: () => string): Promise<string[]> {
  const acknowledged: string[] = []
  let left = batches
  async function lane(): Promise<void> {
    while (left > 0) {
      const ids = Array.from({ length: batchEvents }, id)
      const body = JSON.stringify(
        ids.map(id => ({ id, event: 'cart', time: Date.now(), user_id: 'u', properties: { n: 1 } })),
      )
      const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' }
      const response = await fetch(`${url}/v1/events`, { method: 'POST', headers, body })
      const answer = (await response.json()) as { valid: number }
      expect([response.status, answer.valid]).toEqual([200, batchEvents])
      acknowledged.push(...ids)
      left -= 1
    }
  }
  await Promise.all(Array.from({ length: lanes }, lane))
  return acknowledged
}

it('kill -9 of an edge loses and doubles nothing it acknowledged', async () => {
  const shop = await startShopServer()
  const [server, client] = [(await shop.key('server')).secret, (await shop.key('client')).secret]
  const dir = tempFolder()
  const args = ['--upstream', shop.server.url, '--key', server, '--client-key', client, '--data', dir]
  const acknowledged: string[] = []
  let sent = 0
  const id = () => {
    sent += 1
    return `event-${sent}`
  }

  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 40 }), fc.boolean(), async (batches, asClient) => {
      const edge = await startEdgeProcess(args)
      acknowledged.push(...(await sendUntil(edge.url, asClient ? client : server, batches, id)))
      // Forwarding is under way now: some of it is taken upstream and not yet written down here, or written down and not yet deleted.
      await edge.kill('SIGKILL')
    }),
    { numRuns: 6 },
  )

  const edge = await startEdgeProcess(args)
  const backlog = async () =>
    /assay_edge_backlog_bytes (\d+)/.exec(await (await fetch(`${edge.url}/metrics`)).text())?.[1]
  await fetch(`${edge.url}/v1/events`, {
    method: 'POST',
    headers: { authorization: `Bearer ${server}`, 'content-type': 'application/json' },
    body: JSON.stringify([{ id: 'last', event: 'cart', time: Date.now(), user_id: 'u', properties: { n: 2 } }]),
  })
  const arrived = async () => {
    await shop.server.settle()
    const rows = await shop.server.platform.events.query(
      'SELECT _id AS id, count(*) AS times FROM project_shop.cart GROUP BY _id',
    )
    return new Map(rows.map(({ id, times }) => [String(id), Number(times)]))
  }
  // Segments are forwarded in order, so what came last is upstream last.
  await expect.poll(async () => (await arrived()).has('last'), { timeout: 50_000, interval: 200 }).toBe(true)
  expect(await backlog()).toBe('0')
  const times = await arrived()
  expect(acknowledged.filter(id => times.get(id) !== 1)).toEqual([])
  expect(times.size).toBe(acknowledged.length + 1)
  await edge.kill('SIGTERM')
})
