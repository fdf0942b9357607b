import { expect, test } from 'vitest'
import { reports, resources } from '../../src/contract/routes.ts'
import { setUpShop } from '../../src/demo/setup.ts'
import { testConsole } from './console.ts'

const shop = testConsole({ setUp: ({ call }) => setUpShop(call), config: { selfObservation: true } })

async function count(event: string): Promise<number> {
  await shop.server.settle()
  const { body } = await shop.call(reports.freshness, { params: { project: 'assay' }, query: {} })
  return body.items.find(one => one.event === event)?.events ?? 0
}

test('the console counts its own screens and errors in a project of their own, with nothing personal, until switched off', async () => {
  const page = await shop.open('/p/sneaker-shop', { expects: [/a secret text/] })
  const sent: string[] = []
  page.on('request', request => {
    if (request.url().endsWith('/v1/events')) sent.push(request.postData() ?? '')
  })
  await page.getByRole('heading', { name: 'Home' }).waitFor()
  // What was seen waits in the page until the server has said that it observes itself; leaving sooner would take it along.
  await expect.poll(() => count('screen_viewed'), { timeout: 30_000 }).toBe(1)
  await page.goto('/p/sneaker-shop/health/view_item')
  await page.getByRole('heading', { name: 'view_item' }).waitFor()
  await expect.poll(() => count('screen_viewed'), { timeout: 30_000 }).toBe(2)
  expect(
    (await shop.call(resources.events.list, { params: { project: 'assay' } })).body.items.map(({ key }) => key),
  ).toEqual(['console_error', 'screen_viewed', 'wizard_step_reached'])
  await page.evaluate(() =>
    setTimeout(() => {
      throw new RangeError('a secret text of view_item')
    }),
  )
  await expect.poll(() => count('console_error'), { timeout: 30_000 }).toBe(1)
  expect(sent.join()).toContain('RangeError')
  expect(sent.join()).toContain('/p/$project/health/$event')
  for (const personal of ['secret', 'view_item', 'sneaker-shop', 'Owner']) expect(sent.join()).not.toContain(personal)

  await page.goto('/p/sneaker-shop/settings/account')
  const choice = page.getByRole('switch', { name: 'Count how this browser uses the console' })
  await choice.waitFor()
  await expect.poll(() => count('screen_viewed'), { timeout: 30_000 }).toBe(3)
  await choice.click({ force: true })
  await page.goto('/p/sneaker-shop/audit')
  await page.getByRole('heading', { name: 'Audit' }).waitFor()
  await page.goto('/p/sneaker-shop')
  await page.getByRole('heading', { name: 'Home' }).waitFor()
  await page.waitForLoadState('networkidle')
  expect(await count('screen_viewed')).toBe(3)
})
