import { describe, expect, test } from 'vitest'
import { privacy } from '../../src/contract/privacy-routes.ts'
import { reports, resources } from '../../src/contract/routes.ts'
import { setUpShop } from '../../src/demo/setup.ts'
import { project } from '../../src/demo/shop.ts'
import { axe } from './axe.ts'
import { testConsole } from './console.ts'

let serverKey = ''
let ids = 0
const params = { project }
const path = `/p/${project}/stream`
const evil = '<img src=x onerror="document.title=1">'
const shop = testConsole({
  setUp: async ({ call }) => {
    serverKey = await setUpShop(call)
  },
})

function event(name: string, properties: object, more: object = {}) {
  ids += 1
  return { id: `s${ids}`, event: name, time: Date.now(), user_id: `u${ids}`, properties, ...more }
}
const purchase = (more: object = {}) => event('purchase_complete', { order_id: evil, amount: 5, currency: 'EUR' }, more)

describe('the stream', () => {
  test('shows events at once, as text, with their verdict and details; pauses, and misses nothing meanwhile', async () => {
    const page = await shop.open(path)
    await page.getByText('live', { exact: true }).waitFor()
    await axe(page)
    const one = purchase()
    await shop.send(serverKey, [one, one, event('hello', {})])
    const table = page.getByRole('table', { name: 'Events, newest first' })
    await table.getByText('hello is not defined').waitFor()
    await table.getByText('duplicate').waitFor()
    await table.getByText(evil).first().waitFor()
    expect(await page.locator('img').count()).toBe(0)
    await table.getByRole('button', { name: 'purchase_complete' }).last().click()
    await page.getByRole('dialog', { name: 'purchase_complete' }).getByText(evil).waitFor()
    await axe(page)
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: 'Pause' }).click()
    await shop.send(serverKey, [purchase(), purchase()])
    await page.getByRole('button', { name: 'Show 2 new events' }).click()
    await page.getByText('5 events', { exact: true }).waitFor()
  })

  test('is narrowed by event, verdict and unit in the address', async () => {
    const page = await shop.open(`${path}?event=purchase_complete&unit=somebody`)
    await page.getByText('live', { exact: true }).waitFor()
    await shop.send(serverKey, [
      purchase({ user_id: 'somebody' }),
      purchase(),
      event('hello', {}, { user_id: 'somebody' }),
    ])
    await page.getByText('1 event', { exact: true }).waitFor()
    await page.getByRole('table').getByText('somebody').waitFor()
  })

  test('keeps 10,000 events and only the rows in sight', async () => {
    const page = await shop.open(path)
    await page.getByText('live', { exact: true }).waitFor()
    for (let batch = 0; batch < 12; batch += 1)
      await shop.send(
        serverKey,
        Array.from({ length: 1000 }, () => purchase()),
      )
    await page.getByText('10,000 events', { exact: true }).waitFor()
    expect(await page.locator('tbody tr').count()).toBeLessThan(100)
  })

  test.each([390, 1440])('fits %d px', async width => {
    for (const place of ['', '/quarantine']) {
      const page = await shop.open(path + place, { width, colorScheme: 'dark' })
      await page.getByRole('heading', { level: 1 }).waitFor()
      expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBe(0)
      await axe(page)
    }
  })

  test('tells a viewer why they do not see it', async () => {
    const page = await shop.open(path, { as: 'viewer' })
    await page.getByText('The stream needs the role analyst').waitFor()
  })
})

describe('quarantine', () => {
  test('an unknown event is seen, defined from its group, replayed, and can be asked for', async () => {
    const page = await shop.open(path)
    await page.getByText('live', { exact: true }).waitFor()
    await shop.send(serverKey, [
      event('wishlist_added', { item_id: 'sneaker-1', price: 59 }),
      event('wishlist_added', {}),
    ])
    await page.getByRole('table').getByRole('button', { name: 'wishlist_added' }).first().click()
    await page.getByRole('link', { name: 'Mend it in quarantine' }).click()
    await page.waitForURL('**/stream/quarantine**')
    await page.getByRole('heading', { level: 1, name: 'Quarantine' }).waitFor()
    await page
      .getByRole('table')
      .getByRole('button', { name: /wishlist_added/ })
      .click()
    await axe(page)
    await page.getByRole('link', { name: 'Define wishlist_added' }).click()
    await page.getByLabel('Owner').fill('catalogue')
    await page.getByLabel('Purpose').fill('funnel')
    expect(await page.getByLabel('Name', { exact: true }).nth(1).inputValue()).toBe('item_id')
    await page.getByRole('button', { name: 'Define the event' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Define the event' }).click()
    await page.getByText('2 events in quarantine').waitFor()
    await page.getByRole('link', { name: 'Look, mend and replay' }).click()
    await page
      .getByRole('table')
      .getByRole('button', { name: /wishlist_added/ })
      .click()
    await page.getByRole('button', { name: 'Replay 2 events' }).click()
    await page.getByText(/1 event is valid now and kept; 1 event stayed/).waitFor()
    await page.getByRole('button', { name: 'Take 1 event without these values' }).click()
    await page.getByText(/nothing is left of them in quarantine/).waitFor()
    const { body } = await shop.call(privacy.rows, { params: { ...params, key: 'wishlist_added' } })
    expect(body.items).toHaveLength(2)
  })

  test('a value that is not allowed leads to its property; what cannot be mended is discarded by name, with a reason', async () => {
    await shop.send(serverKey, [event('payment_failed', { code: 'stolen' })])
    const page = await shop.open(`${path}/quarantine?event=payment_failed`)
    const row = page.getByRole('table').getByRole('button', { name: /payment_failed/ })
    await row.click()
    await page.getByRole('link', { name: 'Open payment_failed' }).click()
    await page.getByRole('heading', { name: 'Edit payment_failed' }).waitFor()
    await page.waitForFunction(() => (document.activeElement as HTMLInputElement | null)?.value === 'code')
    await page.goBack()
    await page.getByRole('button', { name: 'Discard it' }).click()
    const dialog = page.getByRole('dialog', { name: 'Discard 1 event?' })
    await dialog.getByLabel('Why?').fill('a test card')
    await dialog.getByLabel(/Type payment_failed/).fill('payment_failed')
    await dialog.getByRole('button', { name: 'Discard them' }).click()
    await page.getByText('1 event discarded').waitFor()
    const query = { event: 'payment_failed' }
    expect((await shop.call(reports.quarantine, { params, query })).body.items).toEqual([])
    expect(
      (await shop.call(resources.events.read, { params: { ...params, key: 'payment_failed' } })).body.meta.version,
    ).toBe(1)
  })
})
