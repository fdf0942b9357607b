import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { resources } from '../../src/contract/routes.ts'
import { setUpShop } from '../../src/demo/setup.ts'
import * as shop from '../../src/demo/shop.ts'
import { axe } from './axe.ts'
import { testConsole } from './console.ts'

let serverKey = ''
const room = testConsole({
  page: join(import.meta.dirname, 'parts'),
  setUp: async ({ call }) => {
    serverKey = await setUpShop(call)
  },
})
const flagPath = `/p/${shop.project}/flags/${shop.flagKey}`
const params = { project: shop.project, key: shop.flagKey }

async function renameOnServer(name: string): Promise<void> {
  const { etag } = await room.call(resources.flags.read, { params })
  await room.call(resources.flags.change, { params, body: { name }, ifMatch: etag ?? '' })
}

describe('a list of 10,000 rows', () => {
  test.each([1440, 390])('keeps only the rows in sight, at %d px', async width => {
    const page = await room.open('/list', { width })
    await page.getByText('10,000 flags').waitFor()
    expect(await page.getByRole('table', { name: 'Flags' }).locator('tbody tr').count()).toBeLessThan(60)
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBe(0)
    await axe(page)
  })

  test('is walked by keyboard from end to end, and Enter opens', async () => {
    const page = await room.open('/list')
    await page.getByRole('link', { name: 'flag-0', exact: true }).focus()
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('ArrowDown')
    await page.locator(':focus', { hasText: 'flag-2' }).waitFor()
    await page.keyboard.press('End')
    await page.locator(':focus', { hasText: 'flag-9999' }).waitFor()
    await page.keyboard.press('Enter')
    await page.waitForURL('**/list?opened=flag-9999')
  })

  test('sorts by a press on a header, both ways', async () => {
    const page = await room.open('/list')
    const first = () => page.getByRole('table', { name: 'Flags' }).locator('[data-index="0"]').innerText()
    await page.getByRole('button', { name: 'Rank' }).click()
    expect(await first()).toContain('flag-0')
    await page.getByRole('button', { name: 'Rank' }).click()
    expect(await first()).toContain('9,999')
    expect(await page.getByRole('columnheader', { name: 'Rank' }).getAttribute('aria-sort')).toBe('descending')
  })

  test('opens what is no link by a press, and says what to do when it is empty', async () => {
    const page = await room.open('/list')
    await page.getByRole('button', { name: 'second' }).click()
    await page.getByText('Opened: second').waitFor()
    await page.getByText('Make the first one.').waitFor()
  })
})

describe('charts', () => {
  test.each(['light', 'dark'] as const)('have no barrier in %s colours, wide and narrow', async colorScheme => {
    for (const width of [1440, 390]) {
      const page = await room.open('/charts', { colorScheme, width })
      await page.getByRole('img', { name: /Lift of orders/ }).waitFor()
      expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBe(0)
      await axe(page)
    }
  })

  test('are read by arrow keys, gaps included', async () => {
    const page = await room.open('/charts')
    const reader = page.getByRole('slider', { name: 'Read the values of Lift of orders' })
    await reader.focus()
    for (let i = 0; i < 5; i++) await page.keyboard.press('ArrowRight')
    expect(await reader.getAttribute('aria-valuetext')).toBe('2026-01-06, simple: not known, bold: not known')
  })

  test('have their numbers as a table', async () => {
    const page = await room.open('/charts')
    await page.getByText('Show as a table').last().click()
    await page.getByRole('row', { name: 'Latency -1.0 % -3.0 % +1.0 % -2.0 %' }).waitFor()
    await page.getByRole('row', { name: /Returns not known/ }).waitFor()
  })
})

describe('dialogs', () => {
  test('what cannot simply be undone is confirmed by its name', async () => {
    const page = await room.open('/dialogs')
    await page.getByRole('button', { name: 'Archive' }).click()
    const action = page.getByRole('button', { name: 'Archive the flag' })
    await axe(page)
    expect(await action.isDisabled()).toBe(true)
    await page.getByLabel('Type checkout to go on').fill('checkout')
    await action.click()
    await page.getByText('Answer: true').waitFor()
  })

  test('a required reason is given before it goes on; Escape gives up', async () => {
    const page = await room.open('/dialogs')
    await page.getByRole('button', { name: 'Start' }).click()
    await page.getByLabel('Why?').fill('ready')
    await page.getByRole('dialog').getByRole('button', { name: 'Start' }).click()
    await page.getByText('Answer: "ready"').waitFor()
    await page.getByRole('button', { name: 'Start' }).click()
    await page.getByLabel('Why?').waitFor()
    await page.keyboard.press('Escape')
    await page.getByText('Answer: cancelled').waitFor()
  })
})

describe('a hint', () => {
  const removal = 'It goes away for good'

  test('comes to the pointer and goes with it, with Escape, with the page and with what it is about', async () => {
    const page = await room.open('/hints')
    const button = page.getByRole('button', { name: 'Remove' })
    const tip = page.getByRole('tooltip', { name: removal })
    const away = () => page.getByRole('heading', { name: 'Hints' }).hover()
    await button.hover()
    await tip.waitFor()
    await axe(page)
    await away()
    await tip.waitFor({ state: 'detached' })
    await button.hover()
    await tip.waitFor()
    await page.keyboard.press('Escape')
    await tip.waitFor({ state: 'detached' })
    await away()
    await button.hover()
    await tip.waitFor()
    await page.mouse.wheel(0, 10)
    await tip.waitFor({ state: 'detached' })
    await away()
    await button.hover()
    await tip.waitFor()
    await button.click()
    await tip.waitFor({ state: 'detached' })
    expect(await button.count()).toBe(0)
  })

  test('describes what the keyboard reached, and only then', async () => {
    const page = await room.open('/hints')
    const button = page.getByRole('button', { name: 'Remove' })
    await page.getByRole('button', { name: 'Open the drawer' }).focus()
    await page.keyboard.press('Tab')
    const tip = page.getByRole('tooltip', { name: removal })
    await tip.waitFor()
    const describedBy = await button.getAttribute('aria-describedby')
    expect(await page.locator(`[id="${describedBy}"]`).innerText()).toBe(removal)
    await page.keyboard.press('Escape')
    await tip.waitFor({ state: 'detached' })
    expect(await button.getAttribute('aria-describedby')).toBeNull()
    await page.keyboard.press('Tab')
    await page.getByRole('tooltip', { name: 'Copy', exact: true }).waitFor()
  })

  test('says what is true now: a key was copied', async () => {
    const page = await room.open('/hints')
    await page.context().grantPermissions(['clipboard-write'])
    const key = page.getByRole('button', { name: 'Copy checkout' })
    await key.hover()
    await page.getByRole('tooltip', { name: 'Copy', exact: true }).waitFor()
    await key.click()
    await page.getByRole('tooltip', { name: 'Copied', exact: true }).waitFor()
  })

  test('is seen in a drawer', async () => {
    const page = await room.open('/hints')
    await page.getByRole('button', { name: 'Open the drawer' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Inside' }).hover()
    await page.getByRole('tooltip', { name: 'Only in here' }).waitFor()
  })
})

describe('a menu of actions', () => {
  test('is used by keyboard alone, and gives the focus back', async () => {
    const page = await room.open('/hints')
    const button = page.getByRole('button', { name: 'Actions on checkout' })
    expect(await button.getAttribute('aria-haspopup')).toBe('menu')
    expect(await button.getAttribute('aria-expanded')).toBe('false')
    await button.focus()
    await page.keyboard.press('Enter')
    const menu = page.getByRole('menu', { name: 'Actions on checkout' })
    await menu.waitFor()
    expect(await button.getAttribute('aria-expanded')).toBe('true')
    await axe(page)
    await page.locator(':focus', { hasText: 'History' }).waitFor()
    await page.keyboard.press('ArrowDown')
    await page.locator(':focus', { hasText: 'Archive' }).waitFor()
    await page.keyboard.press('Enter')
    await page.getByText('Chosen: archive').waitFor()
    await page.locator('[aria-label="Actions on checkout"]:focus').waitFor()
    await page.keyboard.press('Enter')
    // The menu hears the key once the focus is in it.
    await page.locator(':focus', { hasText: 'History' }).waitFor()
    await page.keyboard.press('Escape')
    await menu.waitFor({ state: 'detached' })
    await page.locator('[aria-label="Actions on checkout"]:focus').waitFor()
  })

  test('is used by the pointer, and closed by a press elsewhere', async () => {
    const page = await room.open('/hints')
    await page.getByRole('button', { name: 'Actions on checkout' }).click()
    await page.getByRole('menuitem', { name: 'History' }).click()
    await page.getByText('Chosen: history').waitFor()
    await page.getByRole('button', { name: 'Actions on checkout' }).click()
    await page.getByRole('menu').waitFor()
    await page.getByRole('heading', { name: 'Hints' }).click()
    await page.getByRole('menu').waitFor({ state: 'detached' })
  })
})

describe('a change', () => {
  test('is refused by the server: it is taken back, and what to do is said', async () => {
    await renameOnServer('Before')
    const page = await room.open(flagPath, { expects: [/40\d|422/] })
    await page.getByText('Name: Before').waitFor()
    await page.getByRole('button', { name: 'Rename to nothing' }).click()
    await page.getByText('/name').waitFor()
    await page.getByText('Name: Before').waitFor()
  })

  test('two in a row go on top of each other', async () => {
    await renameOnServer('Before')
    const page = await room.open(flagPath)
    await page.getByText('Name: Before').waitFor()
    await page.getByRole('button', { name: 'Rename', exact: true }).dblclick()
    await page.getByText('Saved as Mine').nth(1).waitFor()
    expect((await room.call(resources.flags.read, { params })).body.name).toBe('Mine')
  })

  test.each([
    ['Keep mine', 'Mine', 'Loaded: nothing'],
    ['Take theirs', 'Theirs', 'Loaded: Theirs'],
    ['Go on editing', 'Theirs', 'Loaded: nothing'],
  ])('meets another one: %s', async (button, name, loaded) => {
    await renameOnServer('Before')
    const page = await room.open(flagPath, { expects: [/412/] })
    await page.getByText('Name: Before').waitFor()
    await renameOnServer('Theirs')
    await page.getByRole('button', { name: 'Rename', exact: true }).click()
    const dialog = page.getByRole('dialog', { name: 'Somebody changed this meanwhile' })
    await dialog.getByRole('row', { name: 'name "Mine" "Theirs"' }).waitFor()
    await axe(page)
    await dialog.getByRole('button', { name: button }).click()
    await dialog.waitFor({ state: 'detached' })
    await page.getByText(`Name: ${name}`).waitFor()
    await page.getByText(loaded).waitFor()
    expect((await room.call(resources.flags.read, { params })).body.name).toBe(name)
  })

  test('is brought back from the history', async () => {
    await renameOnServer('Old')
    await renameOnServer('New')
    const page = await room.open(flagPath)
    await page.getByRole('button', { name: 'History' }).click()
    await page.getByRole('button', { name: 'Show what changed' }).first().click()
    await page.getByRole('row', { name: 'name "Old" "New"' }).waitFor()
    await axe(page)
    await page
      .getByRole('button', { name: /^Bring back version/ })
      .first()
      .click()
    await page.getByRole('button', { name: 'Bring it back' }).click()
    await page.getByText('Name: Old').waitFor()
  })
})

test('the live stream is read with the cookie', async () => {
  const page = await room.open('/tail')
  await page.getByText('State: open').waitFor()
  await room.send(serverKey, [{ event: 'page_view', user_id: 'u1', properties: {} }])
  await page.getByText(/Seen: [1-9]/).waitFor()
})
