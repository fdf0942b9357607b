import { setImmediate as nextTurn } from 'node:timers/promises'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { resources } from '../../src/contract/routes.ts'
import { openShop } from '../assay.ts'
import { purchase } from '../store/events/fixture.ts'

const backlogBytesMax = 30_000
const pendingBytesMax = 8192
/** What a request of these tests comes to in the journal at most: that much may be taken beyond a limit. */
const requestBytesMax = 20_000

/** So many events a request, requests sent at once before anything is loaded, and how many of them ask again for old ids. */
const waves = fc.array(
  fc.record({
    events: fc.integer({ min: 1, max: 40 }),
    requests: fc.integer({ min: 1, max: 12 }),
    again: fc.boolean(),
  }),
  { minLength: 4, maxLength: 8 },
)

test('a journal that is held back refuses with 429 and Retry-After, stays bounded, and keeps what it acknowledged once', async () => {
  let refusals = 0
  let pendingBytesSeen = 0
  await fc.assert(
    fc.asyncProperty(waves, async planned => {
      const config = { journalBacklogBytesMax: backlogBytesMax, journalPendingBytesMax: pendingBytesMax }
      const assay = await openShop({ config })
      await assay.call(resources.events.create, { params: { project: 'shop' }, body: purchase })
      const key = await assay.key({ kind: 'client', name: 'web', project: 'shop', environment: 'production' })
      const acknowledged = new Set<string>()
      const refused: string[][] = []
      const failures: unknown[] = []
      let made = 0

      async function send(ids: string[]): Promise<void> {
        const events = ids.map(id => ({
          id,
          event: 'purchase',
          time: assay.clock.ms,
          user_id: 'u',
          properties: { order_id: `order of ${id}`, amount: 1 },
        }))
        const answer = await assay.send(key, events)
        if (answer.status === 200) for (const id of ids) acknowledged.add(id)
        else {
          expect(answer.status).toBe(429)
          expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0)
          refused.push(ids)
        }
      }

      for (const { events, requests, again } of planned) {
        const batches = Array.from({ length: requests }, () => Array.from({ length: events }, () => `id-${made++}`))
        if (again && batches[0]) batches.push(batches[0])
        let answered = 0
        for (const batch of batches) void send(batch).then(() => (answered += 1), failures.push.bind(failures))
        while (answered + failures.length < batches.length) {
          pendingBytesSeen = Math.max(pendingBytesSeen, assay.platform.journal.pendingBytes())
          await nextTurn()
        }
        expect(failures).toEqual([])
      }
      const bytes = assay.platform.journal.segments().reduce((sum, segment) => sum + segment.bytes, 0)
      expect(bytes).toBeLessThan(backlogBytesMax + pendingBytesMax + 2 * requestBytesMax)
      refusals += refused.length

      // Senders come again, as they were told, with the same ids.
      while (refused.length > 0) {
        await assay.settle()
        for (const ids of refused.splice(0)) await send(ids)
      }
      await assay.settle()
      const rows = await assay.platform.events.query('SELECT _id FROM project_shop.purchase ORDER BY _id')
      expect(rows.map(row => row._id)).toEqual([...acknowledged].sort())
      expect(acknowledged.size).toBe(made)
      await assay.close()
    }),
    { seed: 20261123, numRuns: 6, endOnFailure: true },
  )
  expect(refusals).toBeGreaterThan(0)
  expect(pendingBytesSeen).toBeGreaterThan(0)
  expect(pendingBytesSeen).toBeLessThan(pendingBytesMax + requestBytesMax)
}, 120_000)
