import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { Config } from '../../src/config.ts'
import { privacy } from '../../src/contract/privacy-routes.ts'
import { access, resources } from '../../src/contract/routes.ts'
import { seeded } from '../../src/demo/random.ts'
import { apiClient } from '../../src/http/client.ts'
import { openAssay, rebuildAssay } from '../../src/main.ts'
import { tempFolder } from '../assay.ts'
import { filesWith, project } from './fixture.ts'

const main = join(import.meta.dirname, '../../src/cli/main.ts')
const seed = 20_261_123
const rounds = 6
const others = 2000

type Server = { child: ChildProcess; url: string; token: string | undefined }

async function start(dataDir: string): Promise<Server> {
  const child = spawn(process.execPath, [main, 'serve', '--data', dataDir, '--port', '0'], {
    env: { ...process.env, ASSAY_LOG_LEVEL: 'silent', ASSAY_LOAD_INTERVAL_MS: '100' },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let said = ''
  child.stdout?.setEncoding('utf8').on('data', (chunk: string) => {
    said += chunk
  })
  while (child.exitCode === null) {
    const url = /serves on (\S+)/.exec(said)?.[1]
    const isFirst = said.includes('first start')
    const token = /shown once:\s+(\S+)\n/.exec(said)?.[1]
    if (url !== undefined && (!isFirst || token !== undefined)) return { child, url, token }
    await wait(10)
  }
  throw new Error(`the server did not start: ${said}`)
}

test('an erasure killed at any moment is finished by asking again, and nobody else is lost', async () => {
  const dataDir = tempFolder()
  const random = seeded(seed)
  let server = await start(dataDir)
  const token = server.token ?? ''
  const call = () => apiClient({ url: server.url, token })
  await call()(resources.projects.create, { params: {}, body: { key: 'shop', name: 'Shop' } })
  const body = { key: 'visit', owner: 'o', purpose: 'p', properties: { page: { type: 'string' as const } } }
  await call()(resources.events.create, { params: project, body })
  const key = (
    await call()(access.createKey, {
      body: { kind: 'server', name: 'app', project: 'shop', environment: 'production' },
    })
  ).body.secret

  const send = (users: string[], name: string) =>
    fetch(`${server.url}/v1/events`, {
      method: 'POST',
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      body: JSON.stringify(
        users.map((user, index) => ({
          id: `${name} ${index}`,
          event: index % 10 === 9 ? 'unknown' : 'visit',
          time: Date.now(),
          user_id: user,
          properties: { page: '/' },
        })),
      ),
    })
  for (let batch = 0; batch < others / 500; batch += 1) {
    const users = Array.from({ length: 500 }, (_, index) => `other-${batch}-${index}`)
    expect((await send(users, `others ${batch}`)).status).toBe(200)
  }

  const people: string[] = []
  for (let round = 0; round < rounds; round += 1) {
    const person = `person-${round}-7f3a9c`
    people.push(person)
    expect((await send(Array(50).fill(person), person)).status).toBe(200)
    const request = call()(privacy.erase, { params: project, body: { unit: `user:${person}`, why: 'asked' } })
    request.catch(() => undefined)
    await wait(random() * 600)
    server.child.kill('SIGKILL')
    await once(server.child, 'exit')
    server = await start(dataDir)
  }
  for (const person of people) {
    const unit = `user:${person}`
    await call()(privacy.erase, { params: project, body: { unit, why: 'asked' } })
    expect(await (await send([person], `${person} late`)).json()).toMatchObject({ refused: 1 })
  }
  server.child.kill('SIGTERM')
  await once(server.child, 'exit')
  for (const person of people) expect(filesWith(dataDir, person)).toEqual([])

  const config = Config.parse({ dataDir, logLevel: 'silent' })
  const count = async () => {
    const assay = await openAssay(config, { now: Date.now })
    const sql = `SELECT (SELECT count(*) FROM project_shop.visit) AS visits, (SELECT count(*) FROM quarantine) AS asides`
    const [row] = await assay.platform.events.query(sql)
    await assay.close()
    return row
  }
  const expected = { visits: others * 0.9, asides: others * 0.1 }
  expect(await count(), `seed ${seed}`).toEqual(expected)
  await rebuildAssay(config, () => undefined)
  expect(await count(), 'after a rebuild').toEqual(expected)
  for (const person of people) expect(filesWith(dataDir, person), 'after a rebuild').toEqual([])
}, 120_000)
