import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { addressOf, isForStrangers } from './addresses.ts'
import { testConsole } from './console.ts'
import { given, hostileNames, hostileStates, sendHostile, setUpHostile } from './hostile-shop.ts'
import { screenPatterns } from './patterns.ts'
import { settled } from './settled.ts'

const shop = testConsole({ mode: 'production', setUp: room => setUpHostile(room, Date.now()) })
const home = `/p/${hostileNames.project}`
const patterns = (await screenPatterns()).filter(pattern => !isForStrangers(pattern))
const parts = Map.groupBy(patterns, pattern => pattern.split('/')[3] ?? 'home')
const seen: string[] = []

test.each([...parts])('whatever people and apps write stays text on the screens of %s', async (_, ofPart) => {
  const page = await shop.open('/?choose=yes')
  const alive: string[] = []
  for (const address of ofPart.flatMap(pattern => [
    addressOf(pattern, hostileNames) ?? expect.fail(`nothing hostile is known for ${pattern}`),
    ...(hostileStates[pattern] ?? []),
  ])) {
    await page.goto(address)
    await settled(page)
    alive.push(...(await aliveIn(page)).map(what => `${address}: ${what}`))
  }
  expect(alive).toEqual([])
})

test.each([
  ['quarantine', '/stream/quarantine'],
  ['audit', '/audit'],
  ['rows', `/model/events/${hostileNames.keys.events}?tab=rows`],
])('and in what a row of %s opens', async (_, path) => {
  const page = await shop.open(home + path)
  await settled(page)
  const rows = page.getByRole('table').first().locator('tbody tr')
  for (let index = 0; index < Math.min(6, await rows.count()); index += 1) {
    await rows.nth(index).locator('[data-row]').first().click()
    await page.getByRole('dialog').waitFor()
    await settled(page)
    expect(await aliveIn(page)).toEqual([])
    await page.keyboard.press('Escape')
    await page.getByRole('dialog').waitFor({ state: 'detached' })
  }
})

test('and in the stream while it comes in', async () => {
  const page = await shop.open(`${home}/stream`)
  await settled(page)
  const rows = page.getByRole('table').first().locator('tbody tr [data-row]')
  await expect
    .poll(
      async () => {
        await sendHostile(shop, Date.now())
        return rows.count()
      },
      { timeout: 20_000, interval: 500 },
    )
    .toBeGreaterThan(3)
  expect(await aliveIn(page)).toEqual([])
  await rows.first().click()
  await page.getByRole('dialog').waitFor()
  expect(await aliveIn(page)).toEqual([])
})

test('and nearly all of it was on a screen, as text', () => {
  const text = seen.join('\n').replace(/\s+/g, ' ')
  const placeOf = (each: string) => each.replace(/ (<|"|').*/, '').replace(/ <.*/, '')
  const shown = new Set(given.filter(each => text.includes(each)).map(placeOf))
  // What only opens in a form of its own, and what the server has taken out before anybody sees it.
  const elsewhere = ['list text', 'list value', 'holdout description', 'event name', 'not allowed', 'more']
  const missed = [...new Set(given.map(placeOf))].filter(place => !shown.has(place) && !elsewhere.includes(place))
  expect(missed).toEqual([])
})

/** What became of a text that must not have become of it: code that ran, elements made of it, addresses that run. */
async function aliveIn(page: Page): Promise<string[]> {
  const { found, text } = await page.evaluate(() => {
    const found: string[] = []
    const { ran } = document.documentElement.dataset
    if (ran !== undefined) found.push(`text number ${ran} ran`)
    const made = document.querySelectorAll(
      'img[src="x"], svg[onload], [onerror], [onclick], .hostile, [href^="javascript:" i], [src^="javascript:" i]',
    )
    for (const element of made) found.push(element.outerHTML.slice(0, 200))
    for (const script of document.scripts) if (script.textContent?.includes('dataset.ran')) found.push('a script')
    const fields = [...document.querySelectorAll<HTMLInputElement>('input, textarea')].map(({ value }) => value)
    return { found, text: [document.body.textContent, ...fields].join('\n') }
  })
  seen.push(text)
  return found
}
