import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { proposals } from '../../src/contract/model-routes.ts'
import { privacy } from '../../src/contract/privacy-routes.ts'
import { resources } from '../../src/contract/routes.ts'
import { setUpShop } from '../../src/demo/setup.ts'
import { project } from '../../src/demo/shop.ts'
import { axe } from './axe.ts'
import { testConsole } from './console.ts'

let serverKey = ''
let ids = 0
const params = { project }
const path = `/p/${project}/model`
const shop = testConsole({
  setUp: async ({ call, send, key }) => {
    serverKey = await setUpShop(call)
    await call(resources.events.create, {
      params,
      body: {
        key: 'sign_up',
        owner: 'accounts',
        purpose: 'growth',
        description: evil,
        properties: {
          plan: { type: 'string' },
          email: { type: 'string', privacy: { class: 'personal', treatment: 'keep', purpose: 'complaints' } },
          birth_year: { type: 'integer', privacy: { class: 'sensitive', treatment: 'keep', purpose: 'age bands' } },
        },
      },
    })
    await decide(call, 'email', 'approve')
    await send(serverKey, [event('sign_up', { plan: evil, email: 'eve@shop.example', birth_year: 1950 })])
    await send(serverKey, [event('purchase_complete', { order_id: 'o1', amount: 59.9, currency: 'EUR' })])
    await key({ kind: 'client', name: 'shop app', project, environment: 'production' })
  },
})
const evil = '<img src=x onerror="document.title=1">'

function event(name: string, properties: object, more: object = {}) {
  ids += 1
  return { id: `m${ids}`, event: name, time: Date.now(), user_id: `u${ids}`, properties, ...more }
}

async function decide(call: typeof shop.call, property: string, outcome: 'approve' | 'refuse'): Promise<void> {
  const { etag } = await call(resources.events.read, { params: { ...params, key: 'sign_up' } })
  const body = { outcome, reason: 'as the test needs it' }
  await call(privacy.decide, { params: { ...params, event: 'sign_up', property }, body, ifMatch: etag ?? '' })
}

const overflow = () => document.documentElement.scrollWidth - innerWidth

describe('the catalogue', () => {
  test('lists events and metrics, narrowed by what is in the address', async () => {
    const page = await shop.open(`${path}?kind=event&q=purchase`)
    const table = page.getByRole('table', { name: 'Events and metrics' })
    await table.getByRole('link', { name: /purchase_complete/ }).waitFor()
    await page.getByText('1 definition', { exact: true }).waitFor()
    await page.getByRole('textbox', { name: 'Search the model' }).fill('no such thing')
    await page.getByText('Nothing fits').waitFor()
    await page.getByRole('button', { name: 'Clear the filters' }).click()
    await table.getByRole('link', { name: /Revenue per shopper/ }).click()
    await page.getByRole('heading', { name: 'Revenue per shopper', level: 1 }).waitFor()
    await page.getByText('Sum of purchase_complete.amount per unit.').waitFor()
    await page.getByRole('img', { name: /Revenue per shopper/ }).waitFor()
    await axe(page)
  })

  test.each(['light', 'dark'] as const)(
    'and its pages have no barrier in %s colours, wide and narrow',
    async colorScheme => {
      for (const place of [
        '',
        '/events/sign_up',
        '/metrics/purchase-rate',
        '/lineage',
        '/reviews',
        '/proposals',
        '/new-metric',
        '/events/sign_up/edit',
      ]) {
        const page = await shop.open(path + place, { colorScheme, width: colorScheme === 'dark' ? 390 : 1440 })
        await page.getByRole('heading', { level: 1 }).waitFor()
        await page.waitForFunction(() => document.querySelector('.mantine-Skeleton-root') === null)
        expect(await page.evaluate(overflow), place).toBe(0)
        await axe(page)
        await page.context().close()
      }
    },
  )
})

describe('the model as a file', () => {
  test('is saved as YAML', async () => {
    const page = await shop.open(path)
    await page.getByRole('button', { name: 'Export' }).click()
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('menuitem', { name: 'YAML' }).click(),
    ])
    expect(download.suggestedFilename()).toBe('model.yaml')
    expect(readFileSync(await download.path(), 'utf8')).toContain('purchase_complete:')
  })
})

describe('a metric', () => {
  test('is defined by form: said in words, warned about its likeness, and charted', async () => {
    const page = await shop.open(`${path}/new-metric`)
    await page.getByRole('button', { name: 'Define the metric' }).click()
    await page.getByText('Event: choose an event').waitFor()
    await page.getByLabel('Name', { exact: true }).fill('Buyers')
    await page.getByRole('combobox', { name: 'Event', exact: true }).click()
    await page.getByRole('option', { name: 'purchase_complete', exact: true }).click()
    await page.getByText('In words: Share of units with at least one purchase_complete.').waitFor()
    await page.getByText('the same formula').waitFor()
    await page.getByRole('button', { name: 'Only with certain values' }).click()
    await page.getByRole('combobox', { name: 'Where' }).click()
    await page.getByRole('option', { name: 'currency' }).click()
    await page.getByRole('combobox', { name: 'is one of' }).fill('EUR')
    await page.keyboard.press('Enter')
    await page.getByText('where currency is EUR').waitFor()
    await page.getByRole('button', { name: 'Define the metric' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Define the metric' }).click()
    await page.getByRole('heading', { name: 'Buyers', level: 1 }).waitFor()
    await page.getByRole('img', { name: /Buyers/ }).waitFor()
    const { body } = await shop.call(resources.metrics.read, { params: { ...params, key: 'buyers' } })
    expect(body.formula).toEqual({ kind: 'proportion', event: 'purchase_complete', where: { currency: ['EUR'] } })
  })
})

describe('an event', () => {
  test('says what a change would break before it is saved, and offers another name', async () => {
    const page = await shop.open(`${path}/events/purchase_complete/edit`)
    await page.getByRole('button', { name: 'Remove currency' }).click()
    await page.getByText('would disappear from rows').first().waitFor()
    expect(await page.getByRole('button', { name: 'Save', exact: true }).isDisabled()).toBe(true)
    await page.getByRole('button', { name: 'Define it as purchase_complete_v2 instead' }).click()
    await page.getByText('New: nothing relies on it yet.').waitFor()
    await page.getByRole('button', { name: 'Define the event' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel(/Why/).fill('the currency is always EUR')
    await dialog.getByRole('button', { name: 'Define the event' }).click()
    await page.getByRole('heading', { name: 'purchase_complete_v2', level: 1 }).waitFor()
  })

  test('is nearly one that is there: that is said, and a proposal is made, applied and in the history', async () => {
    const page = await shop.open(`${path}/new-event`)
    await page.getByLabel('Name').first().fill('add_to_carts')
    await page.getByLabel('Owner').fill('cart')
    await page.getByLabel('Purpose').fill('funnel')
    await page.getByText('Nearly the same is there').waitFor()
    await page.getByRole('button', { name: 'Propose instead' }).click()
    await page.getByLabel('Why?').fill('to see whether anybody minds')
    await page.getByRole('dialog').getByRole('button', { name: 'Propose' }).click()
    await page.getByRole('heading', { name: 'Add add_to_carts' }).waitFor()
    await axe(page)
    await page.getByRole('button', { name: 'Apply' }).click()
    await page.getByText('applied', { exact: true }).waitFor()
    expect((await shop.call(proposals.list, { params, query: { status: 'open' } })).body.items).toEqual([])
    expect((await shop.call(resources.events.read, { params: { ...params, key: 'add_to_carts' } })).body.owner).toBe(
      'cart',
    )
  })

  test('keeps texts from people texts, in its rows too', async () => {
    const page = await shop.open(`${path}/events/sign_up?tab=rows`)
    await page.getByRole('table', { name: 'Rows of sign_up' }).getByText(evil).waitFor()
    expect(await page.locator('img').count()).toBe(0)
    expect(await page.title()).toBe('sign_up · Assay')
  })

  test.each([
    ['analyst', '***'],
    ['privacy', 'eve@shop.example'],
  ] as const)('shows personal values by role: %s sees %s', async (as, shown) => {
    const page = await shop.open(`${path}/events/sign_up?tab=rows`, { as })
    await page.getByRole('table', { name: 'Rows of sign_up' }).getByText(shown).first().waitFor()
    const hidden = as === 'analyst' ? 'eve@shop.example' : '***'
    expect(await page.getByText(hidden, { exact: true }).count()).toBe(0)
  })

  test('shows a viewer its definition, and no rows and no way to change it', async () => {
    const page = await shop.open(`${path}/events/sign_up?tab=rows`, { as: 'viewer' })
    await page.getByText('Single events need the role analyst').waitFor()
    expect(await page.getByRole('link', { name: /Edit|Propose/ }).count()).toBe(0)
  })
})

describe('a privacy review', () => {
  test('approved with a condition: the property is collected from the next event on', async () => {
    const page = await shop.open(`${path}/reviews`, { as: 'privacy' })
    const card = page.getByRole('article', { name: 'sign_up.birth_year' })
    await card.getByRole('button', { name: 'Approve…' }).click()
    await card.getByLabel('Treatment').click()
    await page.getByRole('option', { name: /truncate/ }).click()
    await card.getByLabel('Why?').fill('coarse years are enough for age bands')
    await axe(page)
    await card.getByRole('button', { name: 'Approve with conditions' }).click()
    await page.getByText('sign_up.birth_year is collected from now on').waitFor()
    await page.getByText('No review waits').waitFor()
    await page.getByText('All decisions').click()
    await page.getByText('coarse years are enough for age bands').waitFor()
    await shop.send(serverKey, [event('sign_up', { plan: 'free', birth_year: 1957 })])
    const { body } = await shop.call(privacy.rows, {
      params: { ...params, key: 'sign_up' },
      query: { order: 'newest', limit: 1 },
    })
    expect(body.items[0]?.properties).toEqual({ plan: 'free', birth_year: 2000 })
  })

  test('of what changed meanwhile is not decided before one has looked', async () => {
    const privacyOf = (retentionDays: number) => ({
      properties: {
        phone: { type: 'string', privacy: { class: 'personal', treatment: 'keep', purpose: 'calls', retentionDays } },
      },
    })
    const change = async (retentionDays: number) => {
      const key = { ...params, key: 'sign_up' }
      const { etag } = await shop.call(resources.events.read, { params: key })
      await shop.call(resources.events.change, { params: key, body: privacyOf(retentionDays), ifMatch: etag ?? '' })
    }
    await change(90)
    const page = await shop.open(`${path}/reviews`, { as: 'privacy', expects: [/412/] })
    const card = page.getByRole('article', { name: 'sign_up.phone' })
    await card.getByRole('button', { name: 'Approve…' }).click()
    await card.getByLabel('Why?').fill('fine for 90 days')
    await change(900)
    await card.getByRole('button', { name: 'Approve', exact: true }).click()
    await card.getByRole('row', { name: 'retentionDays 90 900' }).waitFor()
    await card.getByRole('button', { name: 'Decide about what it is now' }).click()
    await card.getByLabel(/Days kept/).fill('90')
    await card.getByRole('button', { name: 'Approve with conditions' }).click()
    await page.getByText('sign_up.phone is collected from now on').waitFor()
  })
})

describe('the lineage', () => {
  test('is walked by keyboard, along lines and into focus, and is told as a list', async () => {
    const page = await shop.open(`${path}/lineage?focus=property:purchase_complete.amount`)
    const graph = page.getByRole('region', { name: 'Lineage graph' })
    await graph.getByRole('link', { name: 'property purchase_complete.amount' }).focus()
    await page.keyboard.press('ArrowRight')
    await page.locator(':focus', { hasText: 'purchase_complete' }).waitFor()
    await page.keyboard.press('ArrowRight')
    expect(await page.locator(':focus').getAttribute('data-noun')).toBe('metric')
    await page.keyboard.press('Enter')
    await page.waitForURL(/focus=metric/)
    const feeds = page.getByRole('region', { name: 'Feeds' })
    await feeds.getByRole('link', { name: 'A simpler checkout for shoppers above 65' }).waitFor()
    await page.getByRole('region', { name: 'Rests on' }).getByRole('link', { name: 'purchase_complete' }).waitFor()
    await axe(page)
  })
})
