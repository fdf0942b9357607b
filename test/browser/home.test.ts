import { expect, test } from 'vitest'
import { resources } from '../../src/contract/routes.ts'
import { setUpShop } from '../../src/demo/setup.ts'
import { axe } from './axe.ts'
import { testConsole } from './console.ts'

const params = { project: 'sneaker-shop' }
const shop = testConsole({
  setUp: async ({ call }) => {
    await setUpShop(call)
    const privacy = { class: 'personal', treatment: 'hash', purpose: 'newsletter' } as const
    await call(resources.events.create, {
      params,
      body: {
        key: 'newsletter_joined',
        owner: 'marketing',
        purpose: 'marketing',
        properties: { email: { type: 'string', privacy } },
      },
    })
    await call(resources.projects.create, { params: {}, body: { key: 'new-shop', name: 'New shop' } })
  },
})

test('a review that waits is there for those who may decide it, and for nobody else', async () => {
  const page = await shop.open('/p/sneaker-shop')
  await page.getByRole('link', { name: 'Review: newsletter_joined.email' }).waitFor()
  await axe(page)
  const editor = await shop.open('/p/sneaker-shop', { as: 'editor', width: 390, colorScheme: 'dark' })
  await editor.getByText('Nothing needs you.').waitFor()
  await axe(editor)
  expect(await editor.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBe(0)
})

test('an empty project leads from a key to the code with that key in it', async () => {
  const page = await shop.open('/p/new-shop')
  await page.getByRole('button', { name: 'Make a key' }).click()
  await page.getByLabel('Name').fill('First app')
  await page.getByRole('button', { name: 'Create the key' }).click()
  const secret = await page.getByLabel('Secret').inputValue()
  await page.getByRole('button', { name: 'I have kept it' }).click()
  await page.getByText(`key: '${secret}'`).waitFor()
  await axe(page)
  await page.getByText('Node', { exact: true }).click()
  await page.getByText("from '@assay/sdk/node'").waitFor()
})
