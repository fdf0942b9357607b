import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readConfig } from '../../src/config.ts'
import { setUpShop } from '../../src/demo/setup.ts'
import { environment, project } from '../../src/demo/shop.ts'
import { apiClient } from '../../src/http/client.ts'
import { startServer } from '../../src/main.ts'

// The sneaker shop of the demo on a folder of its own; whom clients exposed to what is shown at the end.
const dataDir = mkdtempSync(join(tmpdir(), 'assay-openfeature-'))
const read = readConfig(process.env, { dataDir, logLevel: 'warn' })
if ('errors' in read) throw new Error(read.errors.join('\n'))
const server = await startServer(read.config, { now: Date.now })
const key = await setUpShop(apiClient({ url: server.url, token: server.welcome?.token ?? '' }))
console.log(`export ASSAY_URL=${server.url} ASSAY_KEY=${key}`)

process.once('SIGINT', async () => {
  await server.settle()
  const { events } = server.platform
  const recorded = await events.freshness(project, environment)
  const rows = recorded.some(({ event }) => event === '$exposure')
    ? await events.query(`SELECT * FROM "project_${project}"."$exposure" ORDER BY user_id`)
    : []
  for (const row of rows) console.log(`${row.user_id} met ${row.variant} of ${row.experiment} (${row._sdk})`)
  await server.close()
  rmSync(dataDir, { recursive: true })
})
