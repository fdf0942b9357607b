import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { createDedupe } from '../../src/ingest/dedupe.ts'
import { createIngest, type IngestAnswer, type IngestDependencies } from '../../src/ingest/pipeline.ts'
import { compileDefinitions } from '../../src/ingest/validator.ts'
import { loadJournal } from '../../src/jobs/load-journal.ts'
import { rememberKnownIds } from '../../src/jobs/remember-ids.ts'
import { type DuckdbEventStore, openEventStore } from '../../src/store/events/duckdb.ts'
import type { FileJournal, JournalOptions } from '../../src/store/events/journal.ts'
import { journalIn, keptLog, purchase, startMs, unitFields } from '../store/events/fixture.ts'
import { temporaryFolder } from '../store/events/folder.ts'

const sender = { project: 'shop', environment: 'production', kind: 'client' } as const
const event = (id: string, more: Record<string, unknown> = {}) => ({
  id,
  event: 'purchase',
  time: startMs,
  user_id: 'u',
  properties: { order_id: 'o', amount: 1 },
  ...more,
})

type Path = {
  journal: FileJournal
  store: DuckdbEventStore
  counts: Record<string, number>
  send(events: unknown): Promise<IngestAnswer>
  close(): Promise<void>
}

/** The whole event path on a folder, as a start of the server makes it. */
async function openPath(
  dir: string,
  more: Partial<JournalOptions> = {},
  append?: IngestDependencies['journal']['append'],
): Promise<Path> {
  const store = await openEventStore({ path: join(dir, 'events.duckdb'), memory: '500MB', log: keptLog() })
  await store.define('shop', unitFields, [purchase])
  const journal = await journalIn(join(dir, 'journal'), { afterSegment: await store.lastLoadedSegment(), ...more })
  journal.settle(await store.lastLoadedSegment())
  const dedupe = createDedupe({ idsMax: 100_000, secret: 's' })
  await rememberKnownIds(dedupe, store, journal.segments(), startMs)
  const definitions = compileDefinitions(unitFields, [purchase])
  const counts: Record<string, number> = { valid: 0, duplicate: 0, quarantined: 0 }
  const ingest = createIngest({
    journal: append ? { append } : journal,
    dedupe,
    now: () => startMs,
    uuid: randomUUID,
    definitionsOf: () => definitions,
    count: (verdict, events) => {
      counts[verdict] = (counts[verdict] ?? 0) + events
    },
  })
  return {
    journal,
    store,
    counts,
    send: events => ingest(sender, { body: JSON.stringify(events) }),
    async close() {
      await journal.close()
      await store.close()
    },
  }
}

const idsOf = async (store: DuckdbEventStore) =>
  (await store.query('SELECT _id FROM project_shop.purchase ORDER BY _id')).map(row => row._id)

describe('a batch', () => {
  test('gives each event its verdict; one bad event does not fail its neighbours', async () => {
    const path = await openPath(temporaryFolder())
    const answer = await path.send([
      event('a'),
      event('b', { event: 'nonsense' }),
      event('a'),
      event('c', { properties: { order_id: 'o', amount: 1, extra: 1 } }),
      7,
    ])
    expect(answer).toEqual({
      answer: {
        valid: 2,
        duplicate: 1,
        quarantined: 2,
        verdicts: [
          { index: 1, verdict: 'quarantined', reason: 'unknown-event', detail: 'nonsense is not defined' },
          { index: 2, verdict: 'duplicate' },
          { index: 3, verdict: 'valid', dropped: ['extra'] },
          { index: 4, verdict: 'quarantined', reason: 'malformed-event', detail: 'an event must be an object' },
        ],
      },
    })
    expect(path.counts).toEqual({ valid: 2, duplicate: 1, quarantined: 2 })
    await loadJournal({ journal: path.journal, events: path.store })
    expect(await idsOf(path.store)).toEqual(['a', 'c'])
    expect(await path.store.quarantined('shop', startMs + 1, 10)).toHaveLength(2)
    await path.close()
  })

  test('a body that cannot be read takes nothing', async () => {
    const path = await openPath(temporaryFolder())
    expect(await path.send('text')).toMatchObject({ problem: 'malformed-body' })
    await path.journal.rotate()
    expect(path.journal.segments()).toEqual([])
    await path.close()
  })
})

describe('duplicates', () => {
  test('are recognised across batches and restarts, loaded or not, valid or quarantined', async () => {
    const dir = temporaryFolder()
    const first = await openPath(dir)
    await first.send([event('loaded'), event('bad', { user_id: '' })])
    await loadJournal({ journal: first.journal, events: first.store })
    await first.send([event('journalled')])
    await first.close()
    const second = await openPath(dir)
    expect(await second.send([event('loaded'), event('journalled'), event('bad'), event('new')])).toMatchObject({
      answer: { valid: 1, duplicate: 3 },
    })
    await loadJournal({ journal: second.journal, events: second.store })
    expect(await idsOf(second.store)).toEqual(['journalled', 'loaded', 'new'])
    await second.close()
  })

  test('sent at the same time: one is valid and the others duplicates', async () => {
    const path = await openPath(temporaryFolder())
    const answers = await Promise.all(Array.from({ length: 20 }, () => path.send([event('a'), event('b')])))
    const total = answers.reduce((sum, answer) => sum + ('answer' in answer ? answer.answer.valid : 0), 0)
    expect(total).toBe(2)
    await loadJournal({ journal: path.journal, events: path.store })
    expect(await idsOf(path.store)).toEqual(['a', 'b'])
    await path.close()
  })

  test('wait for the first: when it fails, the second is kept instead of being called a duplicate', async () => {
    const dir = temporaryFolder()
    const outcomes: ((outcome: 'kept' | 'failed') => void)[] = []
    const path = await openPath(dir, {}, lines =>
      lines.length === 0 ? Promise.resolve('kept') : new Promise(answer => outcomes.push(answer)),
    )
    const first = path.send([event('a')])
    const second = path.send([event('a'), event('b')])
    await expect.poll(() => outcomes.length).toBe(2)
    outcomes[1]?.('kept')
    outcomes[0]?.('failed')
    expect(await first).toMatchObject({ problem: 'storage-failed' })
    await expect.poll(() => outcomes.length).toBe(3)
    outcomes[2]?.('kept')
    expect(await second).toMatchObject({ answer: { valid: 2, duplicate: 0 } })
    await path.close()
  })

  test('two batches that hold each other’s ids do not wait for ever', async () => {
    const path = await openPath(temporaryFolder())
    const answers = await Promise.all([
      path.send([event('a'), event('b')]),
      path.send([event('b'), event('c'), event('a')]),
    ])
    expect(answers).toMatchObject([{ answer: { valid: 2 } }, { answer: { valid: 1, duplicate: 2 } }])
    await path.close()
  })
})

describe('overload', () => {
  test('says when to come again, and takes nothing', async () => {
    const path = await openPath(temporaryFolder(), { backlogBytesMax: 1 })
    expect(await path.send([event('a')])).toMatchObject({ answer: { valid: 1 } })
    expect(await path.send([event('b')])).toEqual({ problem: 'overloaded', retryAfterSeconds: 1 })
    await loadJournal({ journal: path.journal, events: path.store })
    expect(await path.send([event('b')])).toMatchObject({ answer: { valid: 1, duplicate: 0 } })
    await path.close()
  })
})
