import { expect, it } from 'vitest'
import { addOwnerToken } from '../../src/access/owner.ts'
import { observation } from '../../src/contract/observation-routes.ts'
import { access, resources } from '../../src/contract/routes.ts'
import { signedInAs } from '../access/browser.ts'
import { openTestAssay, type TestAssay } from '../assay.ts'

/** Asks as somebody signed in, the way the console does. */
async function begin(assay: TestAssay): Promise<{ project: string; key: string } | undefined> {
  const { browser } = await signedInAs(assay, 'viewer')
  return (await browser.call(observation.begin, {})).body.sends
}

it('makes its project, events and key once, and gives the same key afterwards', async () => {
  const assay = await openTestAssay()
  const first = await begin(assay)
  expect(first).toMatchObject({ project: 'assay' })
  expect(await begin(assay)).toEqual(first)
  const time = assay.clock.ms
  const properties = { screen: '/p/$project/flags', width: 'wide' }
  const sent = await assay.send(first?.key ?? '', [
    { id: '1', event: 'screen_viewed', time, device_id: 'd', properties },
  ])
  expect(await sent.json()).toMatchObject({ valid: 1 })
})

it('ends when an admin revokes its key or archives its project, or when it is switched off', async () => {
  const revoked = await openTestAssay()
  await begin(revoked)
  const { items } = (await revoked.call(access.keys, { query: {} })).body
  const key = items.find(({ project }) => project === 'assay')
  await revoked.call(access.revokeKey, { params: { id: key?.id ?? '' } })
  expect(await begin(revoked)).toBeUndefined()

  const off = await openTestAssay({ config: { selfObservation: false } })
  expect(await begin(off)).toBeUndefined()
  expect((await off.call(resources.projects.list, { params: {} })).body.items).toEqual([])
})

it('leaves a project alone that somebody else calls assay, and programs have no use for it', async () => {
  const assay = await openTestAssay()
  await assay.call(resources.projects.create, { params: {}, body: { key: 'assay', name: 'Ours' } })
  expect(await begin(assay)).toBeUndefined()
  const token = addOwnerToken(assay.platform, 'program')
  expect((await assay.request(observation.begin.path, { key: token, method: 'POST' })).status).toBe(403)
})
