import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import type { Role } from '../../src/contract/access.ts'
import { access, resources } from '../../src/contract/routes.ts'
import { experimentKey } from '../../src/demo/shop.ts'
import { testConsole } from './console.ts'
import { project } from './report-shop.ts'
import { setUpRichShop } from './rich-shop.ts'
import { settled } from './settled.ts'

const clock = { ms: Date.now() }
const shop = testConsole({ mode: 'production', now: () => clock.ms, setUp: room => setUpRichShop(room, clock) })
const home = `/p/${project}`
const roles: Role[] = ['viewer', 'analyst', 'editor', 'privacy', 'admin']
const editors: Role[] = ['editor', 'admin']
const analysts: Role[] = ['analyst', 'editor', 'privacy', 'admin']

/** An act: where it is offered, what it is called there, and who may do it. */
const acts: { path: string; act: string | RegExp; may: Role[] }[] = [
  { path: '/flags', act: 'New flag', may: editors },
  { path: '/flags/free-returns', act: 'Add a rule', may: editors },
  { path: '/flags/free-returns', act: 'Switch off in production', may: editors },
  { path: '/audiences', act: 'New audience', may: editors },
  { path: '/experiments', act: 'New experiment', may: editors },
  { path: `/experiments/${experimentKey}`, act: 'Stop…', may: editors },
  { path: `/experiments/${experimentKey}/report`, act: 'Decide…', may: editors },
  { path: '/layers', act: 'New layer', may: editors },
  { path: '/model/reviews', act: 'Approve…', may: ['privacy', 'admin'] },
  { path: '/model/proposals/00001', act: 'Apply', may: editors },
  { path: '/stream', act: 'Pause', may: analysts },
  { path: '/settings/environments', act: 'New environment', may: ['admin'] },
  { path: '/settings/webhooks', act: 'New webhook', may: ['admin'] },
  { path: '/settings/targeting', act: 'New attribute', may: editors },
  { path: '/settings/keys', act: 'New key', may: ['admin'] },
  { path: '/settings/members', act: /Invite|New member|Add/, may: ['admin'] },
]

describe('what a role may not do', () => {
  test.each(roles)('is not offered to the role %s, or says what it takes', async role => {
    const page = await shop.open('/', { as: role })
    const wrong: string[] = []
    let at = ''
    for (const { path, act, may } of acts) {
      if (path !== at) await page.goto(home + path)
      at = path
      await settled(page)
      const found = await offered(page, act)
      if (may.includes(role) !== (found === 'yes')) wrong.push(`${path}: ${act} is offered: ${found}`)
      if (found === 'disabled without a reason') wrong.push(`${path}: ${act} does not say what it takes`)
    }
    expect(wrong).toEqual([])
  })
})

type Offer = 'yes' | 'no' | 'disabled with a reason' | 'disabled without a reason'

async function offered(page: Page, name: string | RegExp): Promise<Offer> {
  const exact = typeof name === 'string'
  const act = page.getByRole('button', { name, exact }).or(page.getByRole('link', { name, exact })).first()
  if ((await act.count()) === 0) return 'no'
  const disabled = await act.evaluate(
    element => element.matches(':disabled, [data-disabled], [aria-disabled="true"]') && element.checkVisibility(),
  )
  if (!disabled) return 'yes'
  const about = await act.evaluate(
    element => `${element.getAttribute('title')} ${element.getAttribute('aria-description')}`,
  )
  if (/role|admin/.test(about)) return 'disabled with a reason'
  await act.hover({ force: true })
  const tip = page.getByRole('tooltip').filter({ hasText: /role|admin/ })
  return tip.waitFor({ timeout: 2000 }).then(
    () => 'disabled with a reason' as const,
    () => 'disabled without a reason' as const,
  )
}

test('personal values are shown to the roles privacy and admin alone, and that they were read is kept', async () => {
  const path = `${home}/model/events/support_request?tab=rows`
  for (const role of roles) {
    const page = await shop.open(path, { as: role })
    await settled(page)
    if (role === 'viewer') {
      await page.getByText('Single events need the role analyst').waitFor()
      continue
    }
    const sees = role === 'privacy' || role === 'admin'
    await page
      .getByText(sees ? 'shopper0@mail.example' : '***')
      .first()
      .waitFor()
    expect(await page.getByText(sees ? '***' : '@mail.example').count()).toBe(0)
  }
  const { items } = (await shop.call(access.audit, { params: { project }, query: { limit: 20 } })).body
  const readers = items.filter(({ action }) => action === 'read').map(({ by }) => by.replace(/ <.*/, ''))
  expect(new Set(readers)).toEqual(new Set(['Test privacy', 'Test admin']))
})

describe('what somebody else saved meanwhile', () => {
  const params = { project }
  const cases = [
    {
      noun: 'flag',
      path: '/flags/header-banner?tab=details',
      change: () => changed('flags', 'header-banner', { name: 'Theirs' }),
      edit: async (page: Page) => {
        await page.getByLabel('Name', { exact: true }).first().fill('Mine')
        await page.getByRole('button', { name: 'Review and save' }).click()
        await page.getByRole('dialog').getByRole('button', { name: 'Save', exact: true }).click()
      },
      saved: async () =>
        (await shop.call(resources.flags.read, { params: { ...params, key: 'header-banner' } })).body.name,
    },
    {
      noun: 'experiment',
      path: '/experiments/new?draft=banner-first&step=goal',
      change: () => changed('experiments', 'banner-first', { name: 'Theirs' }),
      edit: async (page: Page) => {
        await page.getByLabel('Name', { exact: true }).fill('Mine')
        await page.getByRole('button', { name: 'Next: Audience' }).click()
      },
      saved: async () =>
        (await shop.call(resources.experiments.read, { params: { ...params, key: 'banner-first' } })).body.name,
    },
    {
      noun: 'metric',
      path: '/model/metrics/order-value/edit',
      change: () => changed('metrics', 'order-value', { name: 'Theirs' }),
      edit: async (page: Page) => {
        await page.getByLabel('Name', { exact: true }).fill('Mine')
        await page.getByRole('button', { name: 'Save', exact: true }).click()
        await page.getByRole('dialog').getByRole('button', { name: 'Save', exact: true }).click()
      },
      saved: async () =>
        (await shop.call(resources.metrics.read, { params: { ...params, key: 'order-value' } })).body.name,
    },
  ]

  test.each(cases)('of a $noun is shown beside mine, and I choose', async ({ path, change, edit, saved }) => {
    const page = await shop.open(home + path, { expects: [/412/] })
    await settled(page)
    await change()
    await edit(page)
    const dialog = page.getByRole('dialog', { name: 'Somebody changed this meanwhile' })
    await dialog.getByText('Theirs', { exact: false }).first().waitFor()
    await dialog.getByText('Mine', { exact: false }).first().waitFor()
    expect(await saved()).toBe('Theirs')
    await dialog.getByRole('button', { name: 'Keep mine' }).click()
    await expect.poll(saved).toBe('Mine')
  })

  async function changed(noun: 'flags' | 'experiments' | 'metrics', key: string, body: { name: string }) {
    const of = { ...params, key }
    const { etag } = await shop.call(resources[noun].read as typeof resources.flags.read, { params: of })
    await shop.call(resources[noun].change, { params: of, body, ifMatch: etag ?? '' })
  }
})
