import type { Page } from 'playwright-core'
import { beforeAll, expect, test } from 'vitest'
import { Flag } from '../../src/contract/flag.ts'
import { resources } from '../../src/contract/routes.ts'
import { testConsole } from './console.ts'

const project = 'large'
const manyFlags = 2000
const manyChanges = 10_000
const rowsMax = 150

const shop = testConsole({
  mode: 'production',
  setUp: ({ call }) => call(resources.projects.create, { params: {}, body: { key: project, name: 'Large' } }),
})

beforeAll(() => {
  const { control } = shop.server.platform
  const author = (index: number) => ({
    by: `person ${index % 7}`,
    at: new Date().toISOString(),
    why: `change ${index}`,
  })
  control.transaction(() => {
    for (let index = 0; index < manyChanges; index += 1) {
      const number = index % manyFlags
      const version = Math.floor(index / manyFlags)
      control.change(
        {
          project,
          noun: 'flags',
          key: flagKey(number),
          action: version === 0 ? 'create' : 'update',
          expected: version === 0 ? 'absent' : version,
          definition: flagOf(number, version),
          status: 'active',
        },
        author(index),
      )
    }
  })
})

const flagKey = (number: number) => `flag-${String(number).padStart(4, '0')}`

function flagOf(number: number, version: number): Flag {
  return Flag.parse({
    key: flagKey(number),
    name: `Flag number ${number}`,
    description: `described ${version} times`,
    owner: `team ${number % 12}`,
    type: 'boolean',
    variants: [
      { key: 'on', value: true },
      { key: 'off', value: false },
    ],
    off: 'off',
    environments: { production: { on: number % 2 === 0, fallthrough: 'on' } },
  })
}

/** Scrolls a table to its end as fast as it lets one; returns the most rows that were there at once. */
async function scrollToEnd(page: Page, label: string, count: number): Promise<number> {
  const table = page.getByRole('table', { name: label })
  await table.getByRole('row').nth(1).waitFor()
  let most = 0
  await expect
    .poll(
      async () => {
        const { rows, last } = await table.evaluate(element => {
          const frame = element.parentElement
          if (frame !== null) frame.scrollTop += frame.clientHeight * 40
          const all = [...element.querySelectorAll('tbody tr')]
          return { rows: all.length, last: Number(all.at(-1)?.getAttribute('data-index')) }
        })
        most = Math.max(most, rows)
        return last
      },
      { timeout: 60_000, interval: 20 },
    )
    .toBe(count - 1)
  return most
}

test('two thousand flags scroll to the end with few rows, and are narrowed by a word', async () => {
  const page = await shop.open(`/p/${project}/flags`)
  expect(await scrollToEnd(page, 'Flags', manyFlags)).toBeLessThan(rowsMax)
  await page
    .getByText(flagKey(manyFlags - 1), { exact: false })
    .first()
    .waitFor()
  await page.locator('[data-search]').fill('number 1234')
  await page.getByText('1 flag', { exact: true }).waitFor()
  await page.getByRole('link', { name: 'Flag number 1234' }).waitFor()
})

test('ten thousand changes scroll to the end with few rows, and are narrowed by a word', async () => {
  const page = await shop.open(`/p/${project}/audit`)
  // Beside the flags, the project itself and its three environments were created.
  expect(await scrollToEnd(page, 'Changes', manyChanges + 4)).toBeLessThan(rowsMax)
  await page.locator('[data-search]').fill('change 9876')
  await page.getByText('1 change', { exact: true }).waitFor()
})

test('a screen that was seen before stands there at once, before the server is asked', async () => {
  const page = await shop.open(`/p/${project}/flags`)
  const rows = page.getByRole('table', { name: 'Flags' }).getByRole('row')
  await rows.nth(5).waitFor()
  await goTo(page, 'Audit', 'Changes')
  const measured: Record<'Flags' | 'Audit', number[]> = { Flags: [], Audit: [] }
  // Whatever is asked from now on gets no answer until the screens were there.
  let release: () => void = () => undefined
  const held = new Promise<void>(resolve => {
    release = resolve
  })
  await page.route('**/api/**', async route => {
    await held
    await route.continue()
  })
  for (let round = 0; round < 5; round += 1)
    for (const [place, table] of [
      ['Flags', 'Flags'],
      ['Audit', 'Changes'],
    ] as const)
      measured[place].push(await goTo(page, place, table))
  release()
  for (const [place, times] of Object.entries({ ...measured, both: Object.values(measured).flat() })) {
    const ordered = times.toSorted((one, other) => one - other).map(Math.round)
    const median = ordered[Math.floor(ordered.length / 2)]
    console.log(
      `screen change on a warm cache, ${place}: ${ordered.join(', ')} ms from press to rows (median ${median} ms)`,
    )
  }
  await page.unrouteAll({ behavior: 'wait' })
})

/** Presses a link of the navigation; how many milliseconds pass until heading and rows of the place are painted. */
async function goTo(page: Page, place: string, table: string): Promise<number> {
  return page.evaluate(
    async ([name, label]) => {
      const links = [...document.querySelectorAll<HTMLAnchorElement>('nav[aria-label="Main"] a')]
      performance.mark('pressed')
      links.find(link => link.textContent === name)?.click()
      const isThere = () =>
        document.querySelector('h1')?.textContent === name &&
        document.querySelector(`table[aria-label="${label}"] tbody tr[data-index="5"]`) !== null
      const until = performance.now() + 10_000
      while (!isThere() && performance.now() < until) await new Promise(requestAnimationFrame)
      if (!isThere()) throw new Error(`${name} is not there without the server`)
      performance.mark('there')
      return performance.measure('screen change', 'pressed', 'there').duration
    },
    [place, table] as const,
  )
}
