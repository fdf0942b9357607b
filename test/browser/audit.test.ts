import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { setUpShop } from '../../src/demo/setup.ts'
import { axe } from './axe.ts'
import { testConsole } from './console.ts'

const changes = 10_000
const shop = testConsole({ setUp: ({ call }) => setUpShop(call) })
const audit = '/p/sneaker-shop/audit'

function fill(): void {
  const { control } = shop.server.platform
  if (control.revisions('sneaker-shop', { noun: 'reads' }, { limit: 1 }).length > 0) return
  control.transaction(() => {
    for (let number = 0; number < changes; number += 1) {
      const done = { noun: 'reads', key: `export-${number}`, action: 'read', facts: { rows: number } }
      control.note('sneaker-shop', done, {
        by: number % 2 === 0 ? 'ada' : 'grace',
        at: '2026-03-02T12:00:00.000Z',
        why: number === 1234 ? '=the needle, "quoted"' : undefined,
      })
    }
  })
}

test('ten thousand changes scroll with few rows in the page, and the last is reached', async () => {
  fill()
  const page = await shop.open(audit)
  const table = page.getByRole('table', { name: 'Changes' })
  await table.getByText('export-9999').waitFor()
  const rows = () => table.locator('tbody tr').count()
  expect(await rows()).toBeLessThan(100)
  await page.getByRole('textbox', { name: 'Search changes' }).fill('export')
  await page.getByText('10,000 changes', { exact: true }).waitFor({ timeout: 60_000 })
  await table.getByRole('button', { name: 'export-9999' }).focus()
  await page.keyboard.press('End')
  await table.getByText('export-0', { exact: true }).waitFor()
  expect(await rows()).toBeLessThan(100)
})

test('a change is found by person and reason, shown with what changed, and saved as a file', async () => {
  fill()
  const page = await shop.open(`${audit}?q=needle`)
  await page.getByText('1 change', { exact: true }).waitFor({ timeout: 60_000 })
  const saved = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Export CSV' }).click()
  const csv = readFileSync(await (await saved).path(), 'utf8')
  expect(csv.split('\r\n')[0]).toBe('at,by,action,noun,key,version,why,before,after')
  // A spreadsheet would run what begins with =.
  expect(csv).toContain(`"'=the needle, ""quoted"""`)
})

test('a flag change opens with before and after, reason and the way to the flag', async () => {
  const page = await shop.open(`${audit}?noun=flags&action=update`)
  await page.getByRole('button', { name: 'checkout' }).click()
  const drawer = page.getByRole('dialog', { name: 'flag checkout' })
  await drawer.getByText('try the simpler checkout on shoppers above 65').waitFor()
  await drawer.getByText('environments › production › rules').waitFor()
  await axe(page)
  expect(new URL(page.url()).searchParams.get('change')).toMatch(/^\d+$/)
  expect(await drawer.getByRole('link', { name: 'Open as it is now' }).getAttribute('href')).toContain(
    '/flags/checkout',
  )
})

test('the record of members and keys is for admins', async () => {
  const page = await shop.open(`${audit}?of=installation`)
  await page.getByText('What was done about members, keys and backups.').waitFor()
  await page.getByText('member', { exact: true }).first().waitFor()
  const viewer = await shop.open(`${audit}?of=installation`, { as: 'viewer', width: 390, colorScheme: 'dark' })
  await viewer.getByText('Every change in this project, and why.').waitFor()
  await axe(viewer)
  expect(await viewer.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBe(0)
})
