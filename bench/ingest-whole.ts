import { addOwnerToken } from '../src/access/owner.ts'
import { Config } from '../src/config.ts'
import { access, resources } from '../src/contract/routes.ts'
import { apiClient } from '../src/http/client.ts'
import { startServer } from '../src/main.ts'
import { benchDefinition } from './ingest-event.ts'
import { answerMeasuring } from './ingest-measuring.ts'

/** The server as people run it, with keys, rate limits, metrics and loading, for one measurement in a process of its own. */
const [, dir = '.', , backlogBytes] = process.argv.slice(2)

const config = Config.parse({
  dataDir: dir,
  port: 0,
  logLevel: 'error',
  requestsPerSecond: 1e6,
  requestsBurst: 1e6,
  ...(backlogBytes === undefined ? {} : { journalBacklogBytesMax: backlogBytes }),
})
const server = await startServer(config, { now: Date.now })
const call = apiClient({ url: server.url, token: addOwnerToken(server.platform, 'bench') })
await call(resources.projects.create, { params: {}, body: { key: 'bench', name: 'Bench' } })
await call(resources.events.create, { params: { project: 'bench' }, body: benchDefinition })
const appKey = { kind: 'client' as const, name: 'bench', project: 'bench', environment: 'production' }
const { body } = await call(access.createKey, { body: appKey })
process.send?.({ port: Number(new URL(server.url).port), key: body.secret })

const table = 'project_bench.add_to_cart'
const startedMs = Date.now()

answerMeasuring({
  async newestMs() {
    const [fresh] = await server.platform.events.freshness('bench', 'production')
    return fresh?.lastReceivedMs ?? startedMs
  },
  async drained() {
    await server.settle()
    const [row] = await server.platform.events.query(
      `SELECT count(*) AS events, count(DISTINCT _id) AS ids FROM ${table}`,
    )
    if (row?.events !== row?.ids) throw new Error(`${row?.events} events are queryable, but only ${row?.ids} ids`)
    return Number(row?.events)
  },
})
