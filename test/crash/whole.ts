import { setTimeout as wait } from 'node:timers/promises'
import { Config } from '../../src/config.ts'
import { access, resources } from '../../src/contract/routes.ts'
import { seeded } from '../../src/demo/random.ts'
import { type ApiClient, apiClient, isApiFailure } from '../../src/http/client.ts'
import { openAssay } from '../../src/main.ts'
import { startServe, stopServe } from '../serve-process.ts'

export type WholeCrashResult = {
  seed: number
  kills: number
  /** Changes of definitions the server said it had made. */
  changes: number
  /** Those that are not there, or not as they were made. */
  changesLost: string[]
  /** Changes in the history that nobody made, or made once. */
  changesDoubled: string[]
  events: number
  eventsLost: number
  eventsDoubled: number
}

const waitPerRoundMs = 30_000

/** Kills the real server with SIGKILL again and again, while one client changes definitions and another sends events, both retrying. */
export async function crashWhole(dataDir: string, rounds: number, seed: number): Promise<WholeCrashResult> {
  const random = seeded(seed)
  let server = await startServe(dataDir)
  // A server that stays away would be waited for without end; then this fails by itself, so that its caller need not wait.
  const givenUpMs = Date.now() + (rounds + 1) * waitPerRoundMs
  const token = server.token ?? ''
  const made = new Map<string, string[]>()
  const acknowledged = new Set<string>()
  let finished = false
  const call = () => apiClient({ url: server.url, token })

  await call()(resources.projects.create, { params: {}, body: { key: 'shop', name: 'Shop' } })
  const event = { key: 'purchase', owner: 'o', purpose: 'p', properties: { amount: { type: 'number' as const } } }
  await call()(resources.events.create, { params: { project: 'shop' }, body: event })
  const appKey = (
    await call()(access.createKey, {
      body: { kind: 'server', name: 'app', project: 'shop', environment: 'production' },
    })
  ).body.secret

  /** Repeats a request until the server answers; a problem is an answer too. */
  async function untilAnswered<T>(request: (call: ApiClient) => Promise<T>): Promise<T> {
    for (;;) {
      try {
        return await request(call())
      } catch (error) {
        if (isApiFailure(error) && error.details.status < 500) throw error
        if (finished || Date.now() > givenUpMs) throw error
        await wait(5)
      }
    }
  }

  async function author(): Promise<void> {
    for (let number = 0; !finished; number += 1) {
      const key = `layer-${number}`
      const params = { project: 'shop' }
      await untilAnswered(to =>
        to(resources.layers.create, { params, body: { key, name: 'first' }, idempotencyKey: key }),
      )
      made.set(key, ['first'])
      // A change whose answer was lost has happened or not: compare-and-set tells, and the retry never makes it twice.
      await untilAnswered(to =>
        to(resources.layers.replace, { params: { ...params, key }, body: { key, name: 'second' }, ifMatch: '"1"' }),
      ).catch((error: unknown) => {
        if (!isApiFailure(error) || error.details.type !== '/problems/conflict') throw error
      })
      made.set(key, ['first', 'second'])
    }
  }

  async function sender(): Promise<void> {
    for (let batch = 0; !finished; batch += 1) {
      const ids = Array.from({ length: 20 }, (_, index) => `event-${batch}-${index}`)
      const body = JSON.stringify(
        ids.map(id => ({ id, event: 'purchase', time: Date.now(), user_id: id, properties: { amount: 1 } })),
      )
      await untilAnswered(async () => {
        const headers = { authorization: `Bearer ${appKey}`, 'content-type': 'application/json' }
        const response = await fetch(`${server.url}/v1/events`, { method: 'POST', body, headers })
        if (!response.ok) throw new Error(`the server answered ${response.status}`)
        await response.text()
      })
      for (const id of ids) acknowledged.add(id)
    }
  }

  const killing = async () => {
    for (let round = 0; round < rounds; round += 1) {
      await wait(50 + random() * 400)
      await stopServe(server, 'SIGKILL')
      server = await startServe(dataDir)
    }
    await wait(100)
    finished = true
  }
  try {
    await Promise.all([author(), sender(), killing()])
  } finally {
    finished = true
    await stopServe(server, 'SIGTERM')
  }
  return {
    seed,
    kills: rounds,
    changes: [...made.values()].flat().length,
    events: acknowledged.size,
    ...(await inspect(dataDir, made, acknowledged)),
  }
}

async function inspect(dataDir: string, made: Map<string, string[]>, acknowledged: Set<string>) {
  const assay = await openAssay(Config.parse({ dataDir, logLevel: 'silent' }), { now: Date.now })
  try {
    const changesLost: string[] = []
    const changesDoubled: string[] = []
    for (const [key, names] of made) {
      const history = assay.platform.control.revisions('shop', { noun: 'layers', key }, { limit: 10 }).reverse()
      const kept = history.map(({ after }) => (after as { name: string }).name)
      if (names.some((name, index) => kept[index] !== name)) changesLost.push(key)
      if (kept.length > names.length) changesDoubled.push(key)
    }
    await assay.settle()
    const rows = await assay.platform.events.query(
      'SELECT _id AS id, count(*) AS rows FROM project_shop.purchase GROUP BY _id',
    )
    const counts = new Map(rows.map(row => [String(row.id), Number(row.rows)]))
    return {
      changesLost,
      changesDoubled,
      eventsLost: [...acknowledged].filter(id => !counts.has(id)).length,
      eventsDoubled: [...counts.values()].filter(count => count > 1).length,
    }
  } finally {
    await assay.close()
  }
}
