import { expect, test } from 'vitest'
import { setUpShop } from '../../src/demo/setup.ts'
import { axe } from './axe.ts'
import { testConsole } from './console.ts'

const hourMs = 3_600_000
const days = 6
const startMs = Date.parse('2026-03-02T00:30:00Z')
const endMs = startMs + days * 24 * hourMs
let clockMs = startMs

const perHour = (name: string) => (name === 'view_item' ? 60 : 12)

/** Six days of two events, hour by hour; in the last three hours one of them all but vanishes. */
const shop = testConsole({
  now: () => clockMs,
  setUp: async ({ call, send }) => {
    const key = await setUpShop(call)
    for (; clockMs < endMs; clockMs += hourMs) {
      const isBroken = clockMs >= endMs - 3 * hourMs
      const events = ['view_item', 'add_to_cart'].flatMap(event =>
        Array.from({ length: isBroken && event === 'view_item' ? 0 : perHour(event) }, (_, number) => ({
          id: `${clockMs} ${event} ${number}`,
          event,
          user_id: `u${number}`,
          time: clockMs,
          properties: { item_id: 'a', price: 10 + (number % 5) },
        })),
      )
      await send(key, events)
    }
  },
})

test('the whole telemetry at a glance: the failing event first, the others by their numbers', async () => {
  const page = await shop.open('/p/sneaker-shop/health')
  await page
    .getByRole('region', { name: 'Summary' })
    .getByText(/of 5 events? (is|are) failing/)
    .waitFor()
  const first = page.getByRole('table', { name: 'Events by health' }).locator('tbody tr').first()
  await first.getByRole('link', { name: 'view_item' }).waitFor()
  await first.getByText('failing').waitFor()
  await first.getByText(/^\d+ % below usual$/).waitFor()
  await axe(page)
  await first.getByRole('link', { name: 'view_item' }).click()
  await page.getByRole('heading', { name: 'view_item', level: 1 }).waitFor()
})

test('an event shows its volume beside the usual one, every check and the query behind it', async () => {
  const page = await shop.open('/p/sneaker-shop/health/view_item', { width: 390, colorScheme: 'dark' })
  const volume = page.getByRole('region', { name: 'Volume', exact: true })
  await volume.getByText(/Nothing arrives/).waitFor()
  await volume.getByText('The query behind it').click()
  await volume.getByText(/SELECT hour, sum\(valid\)/).waitFor()
  await page.getByRole('img', { name: /view_item by 3 hours/ }).waitFor()
  await axe(page)
  expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBe(0)
})

test('home says what fails and leads there', async () => {
  const page = await shop.open('/p/sneaker-shop')
  const needs = page.getByRole('region', { name: 'Needs you' })
  await needs.getByRole('link', { name: /Investigate: view_item/ }).click()
  await page.getByRole('heading', { name: 'view_item', level: 1 }).waitFor()
})
