import { expect, test } from 'vitest'
import { resources } from '../../src/contract/routes.ts'
import { setUpShop } from '../../src/demo/setup.ts'
import { axe } from './axe.ts'
import { testConsole } from './console.ts'

const project = 'sneaker-shop'
const list = `/p/${project}/audiences`
const shop = testConsole({
  setUp: async ({ call, send }) => {
    const key = await setUpShop(call)
    const seen = Array.from({ length: 40 }, (_, i) => ({
      id: `seen-${i}`,
      event: 'view_item',
      user_id: `u${i}`,
      time: new Date(Date.now() - 60_000).toISOString(),
      context: { country: i % 4 === 0 ? 'FR' : 'DE' },
      properties: { item_id: 'a', price: 9 },
    }))
    await send(key, seen)
  },
})

test('an audience is created, says how many it holds for, and what changes when it is saved', async () => {
  const page = await shop.open(list)
  await page
    .getByRole('row', { name: /Above 65/ })
    .getByText('age is above 65')
    .waitFor()
  await axe(page)
  await page.getByRole('button', { name: 'New audience' }).click()
  await page.getByLabel('Name', { exact: true }).fill('French')
  await page.getByRole('combobox', { name: 'Attribute' }).fill('country')
  await page.getByRole('textbox', { name: 'Value' }).fill('FR')
  const dialog = page.getByRole('dialog', { name: 'New audience' })
  await dialog.getByText('country is FR').waitFor()
  await dialog.getByText(/10 of 40 units tried/).waitFor()
  await axe(page)
  await dialog.getByRole('button', { name: 'Create the audience' }).click()
  await page.getByRole('heading', { name: 'French', level: 1 }).waitFor()
  await page.getByText('Nowhere yet.').waitFor()
})

test('what an audience decides is named before it changes', async () => {
  const page = await shop.open(`${list}/above-65`, { width: 390, colorScheme: 'dark' })
  await page.getByRole('link', { name: 'Checkout' }).first().waitFor()
  await page.getByText(/attribute age is not part of stored events/).waitFor()
  await page.getByRole('textbox', { name: 'Value' }).fill('70')
  await page.getByText('Saving changes who gets what in 1 place.').waitFor()
  await axe(page)
  expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBe(0)
  await page.getByRole('button', { name: 'Review and save' }).click()
  const dialog = page.getByRole('dialog', { name: 'Save changes to Above 65?' })
  await dialog.getByText('Checkout, rule 1 in production').waitFor()
  await dialog.getByRole('button', { name: 'Save', exact: true }).click()
  await page.getByText('Above 65 is saved as version 2').waitFor()
  const { body } = await shop.call(resources.audiences.read, { params: { project, key: 'above-65' } })
  expect(body.condition).toEqual({ attribute: 'age', op: '>', value: 70 })
})

test('an audience in use is not archived, and says what uses it', async () => {
  const page = await shop.open(`${list}/above-65`, { expects: [/409/] })
  await page.getByRole('button', { name: 'More actions' }).click()
  await page.getByRole('menuitem', { name: 'Archive' }).click()
  await page.getByRole('button', { name: 'Archive the audience' }).click()
  await page.getByText(/flag checkout uses it; change that first/).waitFor()
})

test('a viewer reads only', async () => {
  const page = await shop.open(`${list}/above-65`, { as: 'viewer' })
  await page.getByText('Your role reads only').waitFor()
  expect(await page.getByRole('button', { name: 'Condition', exact: true }).count()).toBe(0)
  expect(await page.getByLabel('Name', { exact: true }).isDisabled()).toBe(true)
  await axe(page)
})
