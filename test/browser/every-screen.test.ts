import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { isForStrangers, richAddresses } from './addresses.ts'
import { barriersOf } from './axe.ts'
import { testConsole } from './console.ts'
import { screenPatterns } from './patterns.ts'
import { setUpRichShop } from './rich-shop.ts'
import { settled } from './settled.ts'

const clock = { ms: Date.now() }
const shop = testConsole({ mode: 'production', now: () => clock.ms, setUp: room => setUpRichShop(room, clock) })
const patterns = await screenPatterns()
/** By their part of the console, which is opened once and walked through. */
const parts = Map.groupBy(patterns, pattern => pattern.split('/')[3] ?? pattern)

test('every route of the console has an address to be looked at', () => {
  expect(patterns.filter(pattern => richAddresses(pattern) === undefined)).toEqual([])
})

describe('every screen has its heading, no barrier and no error, and fits a phone:', () => {
  test.each([...parts])('%s', async (_, ofPart) => {
    const faults: string[] = []
    const addresses = ofPart.flatMap(pattern => richAddresses(pattern) ?? [])
    for (const [strangers, theirs] of Map.groupBy(addresses, isForStrangers)) {
      // Whoever is not signed in is asked to be, by a refusal of the server.
      const page = await shop.open('/sign-in', strangers ? { as: 'nobody', expects: [/401/] } : {})
      for (const address of theirs) faults.push(...(await faultsOf(page, address)).map(fault => `${address}: ${fault}`))
    }
    expect(faults).toEqual([])
  })
})

/** What is wrong with a screen, at a desk by day and on a phone at night. */
async function faultsOf(page: Page, address: string): Promise<string[]> {
  const faults: string[] = []
  const look = async () => {
    await settled(page)
    faults.push(...(await barriersOf(page)))
  }
  await page.setViewportSize({ width: 1440, height: 900 })
  await page.emulateMedia({ colorScheme: 'light' })
  await page.goto(address)
  await look()
  await page.setViewportSize({ width: 390, height: 844 })
  await page.emulateMedia({ colorScheme: 'dark' })
  await look()
  const wider = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
  if (wider > 0) faults.push(`${wider} px wider than a phone`)
  return faults
}
