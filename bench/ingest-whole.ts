import { addOwnerToken } from '../src/access/owner.ts'
import { Config } from '../src/config.ts'
import { access, resources } from '../src/contract/routes.ts'
import { apiClient } from '../src/http/client.ts'
import { startServer } from '../src/main.ts'
import { benchDefinition } from './ingest-event.ts'

/** The server as people run it, with keys, rate limits, metrics and loading, for one measurement in a process of its own. */
const [, dir = '.'] = process.argv.slice(2)

const config = Config.parse({ dataDir: dir, port: 0, logLevel: 'error', requestsPerSecond: 1e6, requestsBurst: 1e6 })
const server = await startServer(config, { now: Date.now })
const call = apiClient({ url: server.url, token: addOwnerToken(server.platform, 'bench') })
await call(resources.projects.create, { params: {}, body: { key: 'bench', name: 'Bench' } })
await call(resources.events.create, { params: { project: 'bench' }, body: benchDefinition })
const appKey = { kind: 'client' as const, name: 'bench', project: 'bench', environment: 'production' }
const { body } = await call(access.createKey, { body: appKey })
const startedCpu = process.cpuUsage()
process.send?.({ port: Number(new URL(server.url).port), key: body.secret })

process.on('message', async message => {
  if (message !== 'drain') return
  await server.settle()
  const [row] = await server.platform.events.query('SELECT count(*) AS events FROM project_bench.add_to_cart')
  const { user, system } = process.cpuUsage(startedCpu)
  process.send?.({ drained: Number(row?.events), cpuUs: user + system })
  process.exit(0)
})
