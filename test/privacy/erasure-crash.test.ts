import { setTimeout as wait } from 'node:timers/promises'
import { expect, onTestFinished, test } from 'vitest'
import { Config } from '../../src/config.ts'
import { privacy } from '../../src/contract/privacy-routes.ts'
import { access, resources } from '../../src/contract/routes.ts'
import { seeded } from '../../src/demo/random.ts'
import { apiClient } from '../../src/http/client.ts'
import { openAssay, rebuildAssay } from '../../src/main.ts'
import { tempFolder } from '../assay.ts'
import { startServe, stopServe } from '../serve-process.ts'
import { filesWith, project } from './fixture.ts'

const seed = 20_261_123
const rounds = 6
const others = 2000

test('an erasure killed at any moment is finished by asking again, and nobody else is lost', async () => {
  const dataDir = tempFolder()
  const random = seeded(seed)
  let server = await startServe(dataDir)
  onTestFinished(() => stopServe(server, 'SIGKILL'))
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
    await stopServe(server, 'SIGKILL')
    server = await startServe(dataDir)
  }
  for (const person of people) {
    const unit = `user:${person}`
    await call()(privacy.erase, { params: project, body: { unit, why: 'asked' } })
    expect(await (await send([person], `${person} late`)).json()).toMatchObject({ refused: 1 })
  }
  await stopServe(server, 'SIGTERM')
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
