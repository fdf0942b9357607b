import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { createDedupe } from '../../src/ingest/dedupe.ts'
import { createIngest } from '../../src/ingest/pipeline.ts'
import { refusalsFor } from '../../src/ingest/refusal.ts'
import { compileDefinitions } from '../../src/ingest/validator.ts'
import type { JournalLines } from '../../src/store/events/event-store.ts'
import { purchase, startMs, unitFields } from '../store/events/fixture.ts'

const sender = { project: 'shop', environment: 'production', kind: 'client' } as const
const event = (id: string, user: string) => ({
  id,
  event: 'purchase',
  time: startMs,
  user_id: user,
  properties: { order_id: 'o', amount: 1 },
})

test('an event that waited for another batch is refused when its unit was erased meanwhile', async () => {
  const outcomes: ((outcome: 'kept' | 'failed') => void)[] = []
  const written: JournalLines[] = []
  const erased = new Set<string>()
  const ingest = createIngest({
    journal: {
      append(lines) {
        written.push(...lines)
        return lines.length === 0 ? Promise.resolve('kept') : new Promise(answer => outcomes.push(answer))
      },
    },
    dedupe: createDedupe({ idsMax: 100_000, secret: 's' }),
    now: () => startMs,
    uuid: randomUUID,
    definitionsOf: () => {
      const isErased = erased.size === 0 ? undefined : (_field: string, unit: string) => erased.has(unit)
      return {
        ...compileDefinitions(unitFields, [purchase]),
        ...refusalsFor({ unitFields, definitions: [purchase], isErased }),
      }
    },
    count: () => undefined,
  })
  const send = (events: object[]) => ingest(sender, { body: Buffer.from(JSON.stringify(events)) })
  const first = send([event('a', 'ada')])
  const second = send([event('a', 'ada'), event('b', 'bob')])
  await expect.poll(() => outcomes.length).toBe(2)
  erased.add('ada')
  written.splice(0)
  outcomes[1]?.('kept')
  outcomes[0]?.('failed')
  expect(await first).toMatchObject({ problem: 'storage-failed' })
  expect(await second).toEqual({
    answer: {
      valid: 1,
      duplicate: 0,
      quarantined: 0,
      refused: 1,
      verdicts: [{ index: 0, verdict: 'refused', reason: 'erased' }],
    },
  })
  expect(written).toEqual([])
})
