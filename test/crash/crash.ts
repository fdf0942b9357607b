import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { openEventStore } from '../../src/store/events/duckdb.ts'
import { rebuildEventStore } from '../../src/store/events/rebuild.ts'
import { keptLog, purchase, unitFields } from '../store/events/fixture.ts'

export type CrashResult = {
  seed: number
  kills: number
  acknowledged: number
  /** Acknowledged events that are not there. */
  lost: string[]
  /** Events that are there more than once. */
  doubled: string[]
  /** Events there that nobody sent. */
  strange: string[]
  rows: number
  /** Rows after the event store was made anew from the journal alone. */
  rebuiltRows: number
}

const sendersCount = 4
const surviveMsMax = 400

/** Kills the server again and again at random moments while clients send and retry, then counts what is there. */
export async function crash(rounds: number, seed: number): Promise<CrashResult> {
  const random = randomFrom(seed)
  const dir = await mkdtemp(join(tmpdir(), 'assay-crash-'))
  const sent = new Set<string>()
  const acknowledged = new Set<string>()
  let port = 0
  let finished = false

  async function sendUntilAnswered(body: string): Promise<void> {
    for (;;) {
      try {
        const response = await fetch(`http://127.0.0.1:${port}/v1/events`, { method: 'POST', body })
        if (response.ok) return void (await response.text())
      } catch {
        // The server was killed under the request; the same events are sent again, as an SDK does.
      }
      await wait(5)
    }
  }

  async function sender(name: string, random: () => number): Promise<void> {
    for (let batch = 0; !finished; batch += 1) {
      const size = 1 + Math.floor(random() * 20)
      const ids = Array.from({ length: size }, (_, index) => `${name}-${batch}-${index}`)
      for (const id of ids) sent.add(id)
      const body = JSON.stringify(ids.map(id => eventOf(id)))
      await sendUntilAnswered(body)
      for (const id of ids) acknowledged.add(id)
      // An answer can get lost on its way: now and then everything is sent twice.
      if (random() < 0.1) await sendUntilAnswered(body)
    }
  }

  let server = await start(dir)
  port = server.port
  const senders = Array.from({ length: sendersCount }, (_, index) => sender(`s${index}`, randomFrom(seed + 1 + index)))
  for (let round = 0; round < rounds; round += 1) {
    await wait(random() * surviveMsMax)
    server.child.kill('SIGKILL')
    await once(server.child, 'exit')
    server = await start(dir)
    port = server.port
  }
  await wait(100)
  finished = true
  await Promise.all(senders)
  await fetch(`http://127.0.0.1:${port}/drain`)
  await once(server.child, 'exit')

  const counts = await countsIn(join(dir, 'events.duckdb'))
  const rebuilt = await rebuildEventStore({
    journalDir: join(dir, 'journal'),
    path: join(dir, 'events.duckdb'),
    memory: '300MB',
    define: events => events.define('shop', unitFields, [purchase]),
    progress: () => undefined,
    log: keptLog(),
  })
  await rm(dir, { recursive: true })
  return {
    seed,
    kills: rounds,
    acknowledged: acknowledged.size,
    lost: [...acknowledged].filter(id => !counts.has(id)),
    doubled: [...counts].filter(([, rows]) => rows > 1).map(([id]) => id),
    strange: [...counts.keys()].filter(id => !sent.has(id)),
    rows: [...counts.values()].reduce((sum, rows) => sum + rows, 0),
    rebuiltRows: rebuilt.events,
  }
}

async function start(dir: string): Promise<{ child: ChildProcess; port: number }> {
  const child = fork(new URL('./server.ts', import.meta.url), [dir])
  const [port] = await once(child, 'message')
  return { child, port }
}

function eventOf(id: string) {
  return { id, event: 'purchase', time: Date.now(), user_id: `user of ${id}`, properties: { order_id: id, amount: 1 } }
}

async function countsIn(path: string): Promise<Map<string, number>> {
  const store = await openEventStore({ path, memory: '300MB', log: keptLog() })
  const rows = await store.query('SELECT _id AS id, count(*) AS rows FROM project_shop.purchase GROUP BY _id')
  await store.close()
  return new Map(rows.map(row => [String(row.id), Number(row.rows)]))
}

/** Mulberry32: the same seed gives the same moments. */
function randomFrom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}
