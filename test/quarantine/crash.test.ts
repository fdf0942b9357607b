import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { expect, it, onTestFinished } from 'vitest'
import { addOwnerToken } from '../../src/access/owner.ts'
import { access, reports, resources } from '../../src/contract/routes.ts'
import { quarantine } from '../../src/contract/telemetry-routes.ts'
import { seeded } from '../../src/demo/random.ts'
import { apiClient } from '../../src/http/client.ts'
import { openTestAssay } from '../assay.ts'

const main = join(import.meta.dirname, '../../src/cli/main.ts')
const params = { project: 'shop' }
const eventsCount = 3000
const killsCount = 6

/** At first it knows only one size, which none of the events has. */
function definition(sizes: string[]) {
  const properties = {
    n: { type: 'number' as const, required: true },
    size: { type: 'string' as const, required: true, values: sizes },
  }
  return { key: 'cart', owner: 'shop', purpose: 'test', properties }
}

async function start(dataDir: string): Promise<{ child: ChildProcess; url: string }> {
  const child = spawn(process.execPath, [main, 'serve', '--data', dataDir, '--port', '0'], {
    env: { ...process.env, ASSAY_LOG_LEVEL: 'silent', ASSAY_LOAD_INTERVAL_MS: '50' },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  let said = ''
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    said += chunk
  })
  while (child.exitCode === null) {
    const url = /serves on (\S+)/.exec(said)?.[1]
    if (url !== undefined) return { child, url }
    await wait(10)
  }
  throw new Error(`the server did not start: ${said}`)
}

it('a replay killed at any moment neither loses nor doubles an event', async () => {
  const random = seeded(20_261_123)
  const first = await openTestAssay()
  const { dataDir } = first
  await first.call(resources.projects.create, { params: {}, body: { key: 'shop', name: 'Shop' } })
  await first.call(resources.events.create, { params, body: definition(['M']) })
  const body = { kind: 'server' as const, name: 'app', project: 'shop', environment: 'production' }
  const { secret } = (await first.call(access.createKey, { body })).body
  for (let from = 0; from < eventsCount; from += 1000) {
    const batch = Array.from({ length: 1000 }, (_, index) => ({
      id: `e${from + index}`,
      event: 'cart',
      time: first.clock.ms,
      user_id: 'u',
      properties: { n: from + index, size: 'L' },
    }))
    await first.send(secret, batch)
  }
  await first.call(resources.events.replace, {
    params: { ...params, key: 'cart' },
    body: definition(['M', 'L']),
    ifMatch: '"1"',
  })
  const token = addOwnerToken(first.platform, 'crash test')
  await first.close()

  let released = 0
  for (let kill = 0; kill < killsCount; kill += 1) {
    const { child, url } = await start(dataDir)
    const asked = apiClient({ url, token })(quarantine.replay, { params, body: { event: 'cart' } })
      .then(answer => answer.body.released)
      // The server was killed under the request.
      .catch(() => 0)
    await wait(random() * 120)
    child.kill('SIGKILL')
    await once(child, 'exit')
    released += await asked
  }
  const again = await openTestAssay({ dataDir })
  released += (await again.call(quarantine.replay, { params, body: { event: 'cart' } })).body.released
  expect(released).toBeLessThanOrEqual(eventsCount)
  const [counted] = await again.platform.events.query(
    'SELECT count(*) AS events, count(DISTINCT _id) AS ids, sum(n) AS total FROM project_shop.cart',
  )
  expect(counted).toEqual({ events: eventsCount, ids: eventsCount, total: (eventsCount * (eventsCount - 1)) / 2 })
  expect((await again.call(reports.quarantine, { params })).body.items).toEqual([])
})
