import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, describe, expect, test } from 'vitest'
import type { EventDefinition } from '../../../src/contract/event-definition.ts'
import { type DuckdbEventStore, type EventStoreOptions, openEventStore } from '../../../src/store/events/duckdb.ts'
import type { FileJournal } from '../../../src/store/events/journal.ts'
import { journalIn, keptLog, line, purchase, startMs, unitFields } from './fixture.ts'
import { temporaryFolder } from './folder.ts'

type Opened = { dir: string; store: DuckdbEventStore; journal: FileJournal }
const opened: Opened[] = []

async function open(more: Partial<EventStoreOptions> = {}, dir = temporaryFolder()): Promise<Opened> {
  const store = await openEventStore({ path: join(dir, 'events.duckdb'), memory: '500MB', log: keptLog(), ...more })
  const journal = await journalIn(join(dir, 'journal'))
  const both = { dir, store, journal }
  opened.push(both)
  await store.define('shop', unitFields, [purchase])
  return both
}

afterEach(async () => {
  for (const { store, journal } of opened.splice(0)) {
    await journal.close()
    await store.close()
  }
})

/** Journals lines as one segment and loads it. */
async function load({ journal, store }: Opened, lines: string[]): Promise<'loaded' | 'known'> {
  await journal.append(lines)
  await journal.rotate()
  const segment = journal.segments().at(-1)
  if (segment === undefined) throw new Error('nothing was journalled')
  const outcome = await store.load(segment)
  journal.settle(segment.number)
  return outcome
}

const purchases = (store: DuckdbEventStore, columns = '*') =>
  store.query(`SELECT ${columns} FROM project_shop.purchase ORDER BY _id`)

describe('loading', () => {
  test('puts every field in its column, exactly', async () => {
    const both = await open()
    const properties = {
      order_id: 'it\'s "quoted" \u0000 \u2028 é 😀',
      amount: 0.1 + 0.2,
      items: Number.MAX_SAFE_INTEGER,
      gift: false,
      ships_at: startMs + 1,
      currency: 'EUR',
    }
    const context = { platform: 'web', country: 'DE' }
    await load(both, [line('a', { properties, context, sequence: 7, clock: 'skewed', received: startMs + 5 })])
    const [row] = await purchases(both.store)
    expect(row).toEqual({
      _id: 'a',
      _environment: 'production',
      _time: new Date(startMs),
      _received: new Date(startMs + 5),
      _clock: 'skewed',
      _sequence: 7,
      _platform: 'web',
      _country: 'DE',
      _app_version: null,
      _sdk: null,
      _sdk_version: null,
      _locale: null,
      _device_type: null,
      user_id: 'u1',
      device_id: null,
      ...properties,
      ships_at: new Date(startMs + 1),
    })
  })

  test('numbers and texts come back as they went in', async () => {
    const both = await open()
    const number = fc.double({ noNaN: true, noDefaultInfinity: true }).map(value => (Object.is(value, -0) ? 0 : value))
    const values = fc.sample(
      fc.record({ amount: number, items: fc.maxSafeInteger(), order_id: fc.string({ unit: 'binary' }) }),
      { numRuns: 2000, seed: 23 },
    )
    await load(
      both,
      values.map((properties, index) => line(String(index).padStart(6, '0'), { properties })),
    )
    expect(await purchases(both.store, 'amount, items, order_id')).toEqual(values)
  })

  test('null and absent are NULL', async () => {
    const both = await open()
    await load(both, [line('a', { properties: { order_id: 'o', amount: 1, items: null } })])
    expect(await purchases(both.store, 'items, gift')).toEqual([{ items: null, gift: null }])
  })

  test('a segment is loaded once, also after a restart', async () => {
    const both = await open()
    await both.journal.append([line('a')])
    await both.journal.rotate()
    const [segment] = both.journal.segments()
    if (!segment) throw new Error('no segment')
    expect(await both.store.load(segment)).toBe('loaded')
    expect(await both.store.load(segment)).toBe('known')
    await both.store.close()
    const again = await openEventStore({ path: join(both.dir, 'events.duckdb'), memory: '500MB', log: keptLog() })
    opened.splice(0, 1, { ...both, store: again })
    expect(await again.load(segment)).toBe('known')
    expect(await again.lastLoadedSegment()).toBe(1)
    expect(await purchases(again, '_id')).toEqual([{ _id: 'a' }])
    await expect(again.load({ ...segment, bytes: 1 })).rejects.toThrow('do not belong together')
  })

  test('quarantined events are kept apart, as they came', async () => {
    const both = await open()
    const raw = { id: 'q', event: 'nonsense', deep: [{ a: 1 }, null], big: 1e300 }
    await load(both, [
      line('q', { event: 'nonsense', quarantine: { reason: 'unknown-event', detail: 'nonsense is not defined', raw } }),
    ])
    expect(await both.store.quarantined('shop', startMs + 1, 10)).toEqual([
      {
        id: 'q',
        environment: 'production',
        event: 'nonsense',
        reason: 'unknown-event',
        detail: 'nonsense is not defined',
        receivedMs: startMs,
        raw,
      },
    ])
    expect(await both.store.quarantined('shop', startMs, 10)).toEqual([])
    expect(await both.store.quarantined('other', startMs + 1, 10)).toEqual([])
  })

  test('an event without a table and a property without a column stop the load and lose nothing', async () => {
    const both = await open()
    await both.journal.append([line('a'), line('b', { event: 'later', properties: { x: 1 } })])
    await both.journal.rotate()
    const [segment] = both.journal.segments()
    if (!segment) throw new Error('no segment')
    await expect(both.store.load(segment)).rejects.toThrow('later of project shop, which has no table')
    const later: EventDefinition = { ...purchase, key: 'later', properties: {} }
    await both.store.define('shop', unitFields, [purchase, later])
    await expect(both.store.load(segment)).rejects.toThrow('x of later of project shop, which has no column')
    expect(await purchases(both.store)).toEqual([])
    await both.store.define('shop', unitFields, [
      purchase,
      { ...later, properties: { x: { type: 'integer', required: false } } },
    ])
    expect(await both.store.load(segment)).toBe('loaded')
    expect(await both.store.query('SELECT x FROM project_shop.later')).toEqual([{ x: 1 }])
  })

  test('a value that does not fit its column stops the load', async () => {
    const both = await open()
    await expect(load(both, [line('a', { properties: { order_id: 'o', amount: 'much' } })])).rejects.toThrow(
      'amount does not fit',
    )
    expect(await both.store.lastLoadedSegment()).toBe(0)
  })

  test('duplicates that passed the memory are dropped, across events, environments and quarantine, within seven days', async () => {
    const both = await open()
    const day = 86_400_000
    await load(both, [line('a'), line('b'), line('a', { environment: 'staging' })])
    await load(both, [
      line('a', { received: startMs + 6 * day }),
      line('b', { received: startMs + 8 * day }),
      line('c'),
      line('c', { quarantine: { reason: 'no-unit', detail: '', raw: {} } }),
    ])
    expect(await purchases(both.store, '_id')).toEqual([{ _id: 'a' }, { _id: 'b' }, { _id: 'b' }, { _id: 'c' }])
    expect(await both.store.quarantined('shop', startMs + 1, 10)).toEqual([])
    const [counted] = await both.store.query('SELECT sum(duplicates) AS duplicates FROM segments')
    expect(counted).toEqual({ duplicates: 3 })
  })

  test('when every id was checked before, loading trusts that', async () => {
    const both = await open({ idsChecked: () => true })
    await load(both, [line('a'), line('a')])
    expect(await purchases(both.store, '_id')).toHaveLength(2)
  })
})

describe('tables', () => {
  test('a new property and a new unit become columns while segments are loaded and questions asked', async () => {
    const both = await open()
    const definitionOf = (round: number): EventDefinition => ({
      ...purchase,
      properties: {
        ...purchase.properties,
        ...Object.fromEntries(
          Array.from({ length: round }, (_, index) => [
            `extra_${index}`,
            { type: 'integer', required: false } as const,
          ]),
        ),
      },
    })
    const asked: Promise<unknown>[] = []
    for (let round = 1; round <= 8; round += 1) {
      const defined = both.store.define('shop', [...unitFields, `unit${round}_id`], [definitionOf(round)])
      const lines = Array.from({ length: 500 }, (_, index) =>
        line(`${round}-${index}`, {
          units: { [`unit${round}_id`]: 'x' },
          properties: { order_id: 'o', amount: 1, [`extra_${round - 1}`]: round },
        }),
      )
      asked.push(both.store.query('SELECT sum(amount) AS total, count(*) AS events FROM project_shop.purchase'))
      asked.push(both.store.freshness('shop', 'production'))
      const loaded = load(both, lines)
      asked.push(both.store.query('SELECT count(DISTINCT user_id) FROM project_shop.purchase'))
      await Promise.all([defined, loaded])
    }
    await Promise.all(asked)
    const [row] = await both.store.query(
      'SELECT count(*) AS events, sum(extra_0) AS first, sum(extra_7) AS last, count(unit3_id) AS third FROM project_shop.purchase',
    )
    expect(row).toEqual({ events: 4000, first: 500, last: 4000, third: 500 })
  })

  test('defining the same again changes nothing, and what is no longer defined stays', async () => {
    const both = await open()
    await load(both, [line('a')])
    await both.store.define('shop', unitFields, [purchase])
    await both.store.define('shop', unitFields, [])
    expect(await purchases(both.store, '_id')).toEqual([{ _id: 'a' }])
  })

  test('a property cannot change its type or take the name of a unit', async () => {
    const { store } = await open()
    const retyped: EventDefinition = { ...purchase, properties: { amount: { type: 'string', required: true } } }
    await expect(store.define('shop', unitFields, [retyped])).rejects.toThrow(
      'amount of purchase is kept as DOUBLE and cannot become VARCHAR',
    )
    const named: EventDefinition = {
      ...purchase,
      key: 'other',
      properties: { user_id: { type: 'string', required: true } },
    }
    await expect(store.define('shop', unitFields, [named])).rejects.toThrow(
      'user_id of other has the name of a unit field',
    )
    await store.define('shop', unitFields, [purchase])
  })

  test('projects with dashes, and events of one name in two projects, stay apart', async () => {
    const both = await open()
    await both.store.define('web-shop', unitFields, [purchase])
    await load(both, [line('a'), line('a', { project: 'web-shop' })])
    expect(await both.store.query('SELECT _id FROM "project_web-shop".purchase')).toEqual([{ _id: 'a' }])
    expect(await purchases(both.store, '_id')).toEqual([{ _id: 'a' }])
  })
})

describe('questions', () => {
  test('freshness counts the events of one environment', async () => {
    const both = await open()
    await load(both, [
      line('a'),
      line('b', { time: startMs + 9, received: startMs + 10 }),
      line('c', { environment: 'staging' }),
    ])
    expect(await both.store.freshness('shop', 'production')).toEqual([
      { event: 'purchase', events: 2, lastTimeMs: startMs + 9, lastReceivedMs: startMs + 10 },
    ])
    expect(await both.store.freshness('unknown', 'production')).toEqual([])
  })

  test('recent ids are those received since a moment, quarantined ones included', async () => {
    const both = await open()
    await load(both, [
      line('old', { received: startMs - 1 }),
      line('a'),
      line('q', { quarantine: { reason: 'no-unit', detail: '', raw: 1 } }),
    ])
    const seen: string[] = []
    await both.store.recentIds(startMs, (project, id, receivedMs) => seen.push(`${project} ${id} ${receivedMs}`))
    expect(seen.sort()).toEqual([`shop a ${startMs}`, `shop q ${startMs}`])
  })

  test('whole numbers are exact, beyond 2^53 as bigint', async () => {
    const { store } = await open()
    const [row] = await store.query(
      'SELECT 9007199254740993::BIGINT AS big, 5::BIGINT AS small, [1::HUGEINT] AS list, $1 AS text',
      ["o'clock"],
    )
    expect(row).toEqual({ big: 9007199254740993n, small: 5, list: [1], text: "o'clock" })
  })

  test('are answered while a large segment is loaded, and see all of it or nothing', async () => {
    const both = await open({ idsChecked: () => true })
    const lines = Array.from({ length: 20_000 }, (_, index) => line(`id${index}`))
    for (let part = 0; part < lines.length; part += 2000) await both.journal.append(lines.slice(part, part + 2000))
    await both.journal.rotate()
    const counts = new Set<unknown>()
    let loading = true
    const loads = (async () => {
      for (const segment of both.journal.segments()) await both.store.load(segment)
      loading = false
    })()
    let answered = 0
    while (loading) {
      const [row] = await both.store.query(
        'SELECT count(*) AS events, count(DISTINCT _id) AS ids FROM project_shop.purchase',
      )
      expect(row?.events).toBe(row?.ids)
      counts.add(row?.events)
      answered += 1
    }
    await loads
    expect(answered).toBeGreaterThan(0)
    const sizes = both.journal.segments().length
    expect(counts.size).toBeLessThanOrEqual(sizes + 1)
    expect(await both.store.query('SELECT count(*) AS events FROM project_shop.purchase')).toEqual([{ events: 20_000 }])
  })
})

describe('opening', () => {
  test('a damaged file is named, with the way back', async () => {
    const path = join(temporaryFolder(), 'events.duckdb')
    writeFileSync(path, 'not a database'.repeat(10_000))
    await expect(openEventStore({ path, memory: '500MB', log: keptLog() })).rejects.toThrow(
      /events\.duckdb cannot be opened.*assay rebuild/s,
    )
  })

  test('a file another process has open is named, with who has it', async () => {
    const { dir } = await open()
    const script = `
      import { openEventStore } from ${JSON.stringify(new URL('../../../src/store/events/duckdb.ts', import.meta.url).href)}
      await openEventStore({ path: ${JSON.stringify(join(dir, 'events.duckdb'))}, memory: '100MB', log: console }).catch(error => console.log(error.message))`
    const said = execFileSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8' })
    expect(said).toMatch(/Another Assay is running on .*events\.duckdb/)
  })

  test('extensions are never fetched from the network', async () => {
    const { store } = await open()
    const rows = await store.query("SELECT name, value FROM duckdb_settings() WHERE name LIKE 'auto%known_extensions'")
    expect(rows.map(row => row.value)).toEqual(['false', 'false'])
  })
})
