import { appendFileSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { Config } from '../../src/config.ts'
import { backups } from '../../src/contract/privacy-routes.ts'
import { resources } from '../../src/contract/routes.ts'
import { copyBackup } from '../../src/jobs/backup.ts'
import { openAssay, rebuildAssay } from '../../src/main.ts'
import { openShop, problemOf, type TestAssay, tempFolder } from '../assay.ts'
import { project, serverKey } from './fixture.ts'

async function openVisits(): Promise<{ shop: TestAssay; send(ids: string[], event?: string): Promise<void> }> {
  const shop = await openShop()
  const visit = { key: 'visit', owner: 'o', purpose: 'p', properties: { page: { type: 'string' as const } } }
  await shop.call(resources.events.create, { params: project, body: visit })
  const key = await serverKey(shop)
  return {
    shop,
    async send(ids, event = 'visit') {
      const events = ids.map(id => ({ id, event, time: shop.clock.ms, user_id: id }))
      const response = await shop.send(key, events)
      if (!response.ok) throw new Error(await response.text())
    },
  }
}

async function restored(folder: string): Promise<{ ids: unknown[]; projects: string[]; history: number }> {
  const dataDir = join(tempFolder(), 'data')
  expect(await copyBackup(folder, dataDir)).toMatchObject({ at: expect.any(String) })
  const config = Config.parse({ dataDir, logLevel: 'silent' })
  await rebuildAssay(config, () => undefined)
  const assay = await openAssay(config, { now: Date.now })
  const rows = await assay.platform.events.query('SELECT _id FROM project_shop.visit ORDER BY _id')
  const { control } = assay.platform
  const projects = control.list('', 'projects', { limit: 10 }).map(({ definition }) => definition.key)
  const history = control.revisions('shop', {}, { limit: 100 }).length
  await assay.close()
  return { ids: rows.map(row => row._id), projects, history }
}

describe('a backup', () => {
  test('holds everything acknowledged before it, in archives and segments, loaded or not', async () => {
    const { shop, send } = await openVisits()
    await send(['a'])
    await shop.settle()
    await shop.call(backups.create, { body: { folder: join(tempFolder(), 'first') } })
    await send(['b'])
    const folder = join(tempFolder(), 'second')
    const { body } = await shop.call(backups.create, { body: { folder, why: 'nightly' } })
    await send(['c'])
    expect(body).toMatchObject({ folder, files: 3 })
    expect(readdirSync(folder).sort()).toEqual(['backup.json', 'control.db', 'journal'])
    const history = shop.platform.control.revisions('shop', {}, { limit: 100 }).length
    expect(await restored(folder)).toEqual({ ids: ['a', 'b'], projects: ['shop'], history })
  })

  test('taken while events and definitions are written is whole: what it has fits together', async () => {
    const { shop, send } = await openVisits()
    const acknowledged: string[] = []
    let finished = false
    const writing = (async () => {
      for (let number = 0; !finished; number += 1) {
        const body = { key: `event_${number}`, owner: 'o', purpose: 'p' }
        if (number < 20) await shop.call(resources.events.create, { params: project, body })
        // Events of a definition made a moment ago need that definition in the backup too.
        await send([`v${number}`])
        if (number < 20) await send([`e${number}`], `event_${number}`)
        acknowledged.push(`v${number}`)
      }
    })()
    for (let round = 0; round < 3; round += 1) {
      const before = [...acknowledged]
      const folder = join(tempFolder(), 'backup')
      await shop.call(backups.create, { body: { folder } })
      const { ids } = await restored(folder)
      expect(ids).toEqual(expect.arrayContaining(before))
    }
    finished = true
    await writing
  })

  test('that is damaged, unfinished or foreign is not restored, nor is any over existing data', async () => {
    const { shop, send } = await openVisits()
    await send(['a'])
    const folder = join(tempFolder(), 'backup')
    await shop.call(backups.create, { body: { folder } })
    expect(await copyBackup(folder, shop.dataDir)).toMatchObject({ problem: expect.stringContaining('not empty') })
    expect(await problemOf(shop.call(backups.create, { body: { folder } }))).toMatchObject({ status: 422 })
    const [segment = ''] = readdirSync(join(folder, 'journal'))
    appendFileSync(join(folder, 'journal', segment), 'x')
    const target = () => join(tempFolder(), 'data')
    expect(await copyBackup(folder, target())).toEqual({
      problem: `journal/${segment} is not as it was written; take another backup`,
    })
    const foreign = join(tempFolder(), 'foreign')
    mkdirSync(foreign)
    expect(await copyBackup(foreign, target())).toMatchObject({ problem: expect.stringContaining('no backup.json') })
    const files = [{ path: 'journal/../../../etc/passwd', bytes: 1, sha256: '' }]
    writeFileSync(join(foreign, 'backup.json'), JSON.stringify({ format: 1, at: new Date(0).toISOString(), files }))
    expect(await copyBackup(foreign, target())).toMatchObject({ problem: expect.stringContaining('not a file of') })
    writeFileSync(join(foreign, 'backup.json'), '{')
    expect(await copyBackup(foreign, target())).toMatchObject({ problem: expect.stringContaining('backup.json') })
  })
})
