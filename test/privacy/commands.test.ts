import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { expect, test } from 'vitest'
import { addOwnerToken } from '../../src/access/owner.ts'
import { Config } from '../../src/config.ts'
import { ErasureCertificate } from '../../src/contract/privacy.ts'
import { resources } from '../../src/contract/routes.ts'
import { startServer } from '../../src/main.ts'
import { openShop, tempFolder } from '../assay.ts'
import { filesWith, project, serverKey } from './fixture.ts'

const main = join(import.meta.dirname, '../../src/cli/main.ts')
const person = 'person-7f3a9c'

/** Runs a command to its end. */
async function assay(...words: string[]): Promise<{ code: number; out: string; error: string }> {
  const child = spawn(process.execPath, [main, ...words], { stdio: ['ignore', 'pipe', 'pipe'] })
  const [out, error, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')])
  return { code: Number(code), out, error }
}

test('backup, erase and restore on a data folder, and backup and erase through a running server', async () => {
  const dataDir = join(tempFolder(), 'data')
  const shop = await openShop({ dataDir })
  const body = { key: 'visit', owner: 'o', purpose: 'p', properties: {} }
  await shop.call(resources.events.create, { params: project, body })
  const key = await serverKey(shop)
  const visit = (id: string, user: string) => ({ id, event: 'visit', time: shop.clock.ms, user_id: user })
  await shop.send(key, [visit('1', person), visit('2', 'other')])
  await shop.close()

  const backup = join(tempFolder(), 'backup')
  expect(await assay('backup', backup, '--data', dataDir)).toMatchObject({
    code: 0,
    out: expect.stringContaining(backup),
  })
  expect(filesWith(backup, person)).not.toEqual([])
  const erase = ['erase', '--project', 'shop', '--unit', `user:${person}`, '--why', 'asked']
  const erased = await assay(...erase, '--data', dataDir)
  expect(erased).toMatchObject({ code: 0, error: expect.stringContaining('Backups made before now') })
  expect(ErasureCertificate.parse(JSON.parse(erased.out))).toMatchObject({ tables: [{ event: 'visit', rows: 1 }] })
  expect(filesWith(dataDir, person)).toEqual([])

  const restored = join(tempFolder(), 'restored')
  expect(await assay('restore', backup, '--data', restored)).toMatchObject({ code: 0 })
  expect(filesWith(restored, person)).not.toEqual([])
  expect(await assay('restore', backup, '--data', restored)).toMatchObject({
    code: 1,
    error: expect.stringContaining('not empty'),
  })

  const config = Config.parse({ dataDir: restored, port: 0, logLevel: 'silent' })
  const server = await startServer(config, { now: Date.now })
  try {
    const at = ['--url', server.url, '--token', addOwnerToken(server.platform, 'test')]
    const again = await assay(...erase, ...at)
    expect(ErasureCertificate.parse(JSON.parse(again.out))).toMatchObject({ tables: [{ event: 'visit', rows: 1 }] })
    const second = join(tempFolder(), 'second')
    expect(await assay('backup', second, ...at)).toMatchObject({ code: 0 })
    expect(filesWith(second, 'other')).not.toEqual([])
    expect(filesWith(second, person)).toEqual([])
  } finally {
    await server.close()
  }
}, 120_000)
