import { describe, expect, test } from 'vitest'
import { setUpShop } from '../../src/demo/setup.ts'
import { axe } from './axe.ts'
import { testConsole } from './console.ts'

const shop = testConsole({ setUp: ({ call }) => setUpShop(call) })
const settings = '/p/sneaker-shop/settings'

describe('keys', () => {
  test('a secret is shown once, works, and stops working when the key is revoked by its name', async () => {
    const page = await shop.open(`${settings}/keys`)
    await page.getByRole('button', { name: 'New key' }).click()
    await page.getByLabel('Name').fill('Warehouse')
    await axe(page)
    await page.getByRole('button', { name: 'Create the key' }).click()
    const secret = await page.getByLabel('Secret').inputValue()
    expect(secret).toMatch(/^assay_server_/)
    const status = async () =>
      (await fetch(`${shop.url}/sdk/v1/config`, { headers: { authorization: `Bearer ${secret}` } })).status
    expect(await status()).toBe(200)
    await page.getByRole('button', { name: 'I have kept it' }).click()
    await page.getByText('Warehouse').waitFor()
    await page.reload()
    await page.getByText('Warehouse').waitFor()
    expect(await page.content()).not.toContain(secret)

    await page.getByRole('button', { name: 'Revoke Warehouse' }).click()
    const revoke = page.getByRole('button', { name: 'Revoke the key' })
    expect(await revoke.isDisabled()).toBe(true)
    await page.getByRole('textbox', { name: /to go on/ }).fill('Warehouse')
    await revoke.click()
    await page.getByText('Warehouse').waitFor({ state: 'detached' })
    expect(await status()).toBe(401)
  })
})

describe('members', () => {
  test('an invited viewer comes in by the link, and may do no more than a viewer', async () => {
    const page = await shop.open(`${settings}/members`)
    await page.getByRole('button', { name: 'Invite somebody' }).click()
    await page.getByLabel('Name').fill('Ada Lovelace')
    await page.getByLabel('E-mail').fill('ada@shop.example')
    await page.getByRole('button', { name: 'Invite', exact: true }).click()
    const link = await page.getByLabel('One-time link').inputValue()
    await page.getByRole('button', { name: 'I have kept it' }).click()
    const row = page.getByRole('row', { name: /Ada Lovelace/ })
    await row.getByText('invited').waitFor()

    const ada = await shop.open(link, { as: 'nobody', expects: [/401/] })
    await ada.getByRole('button', { name: 'Sign in' }).click()
    await ada.getByLabel('New password').fill('correct horse battery')
    await ada.getByRole('button', { name: 'Set the password' }).click()
    await ada.getByRole('heading', { name: 'Home' }).waitFor()
    await ada.goto(`${settings}/members`)
    await ada.getByText('Members are for admins.').waitFor()
    await ada.goto(`${settings}/webhooks`)
    expect(await ada.getByRole('button', { name: 'New webhook' }).isDisabled()).toBe(true)
    await axe(ada)
  })

  test('the last admin cannot be removed, and a role can be changed', async () => {
    const page = await shop.open(`${settings}/members`)
    await page.getByRole('button', { name: 'Actions for Owner' }).click()
    expect(await page.getByRole('menuitem', { name: 'Remove' }).getAttribute('data-disabled')).toBe('true')
    await page.getByText('The last admin stays').waitFor()
    await axe(page)
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: 'Actions for Ada Lovelace' }).click()
    await page.getByRole('menuitem', { name: 'Change name or role' }).click()
    await page.getByRole('dialog').getByRole('combobox', { name: 'Role' }).click()
    await page.getByRole('option', { name: /^analyst/ }).click()
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByRole('row', { name: /Ada Lovelace.*analyst/ }).waitFor()
  })
})

describe('webhooks', () => {
  test('a webhook is made, its secret shown, and it can be archived', async () => {
    const page = await shop.open(`${settings}/webhooks`)
    await page.getByRole('button', { name: 'New webhook' }).click()
    await page.getByLabel('Key').fill('on-call')
    await page.getByLabel('Address').fill('https://hooks.example.com/assay')
    await page.getByRole('button', { name: 'Create the webhook' }).click()
    expect((await page.getByLabel('Signing secret').inputValue()).length).toBeGreaterThan(20)
    await page.getByRole('button', { name: 'I have kept it' }).click()
    await page.getByRole('row', { name: /on-call/ }).waitFor()
    await page.getByRole('button', { name: 'Actions for on-call' }).click()
    await page.getByRole('menuitem', { name: 'Archive' }).click()
    await page.getByRole('textbox', { name: /to go on/ }).fill('on-call')
    await page.getByRole('button', { name: 'Archive the webhook' }).click()
    await page.getByText('No webhooks yet').waitFor()
  })
})

describe('every place', () => {
  test.each(['', '/environments', '/targeting', '/retention', '/sdk', '/account'])(
    'settings%s has no barrier and fits on a phone, in the dark',
    async place => {
      const page = await shop.open(`${settings}${place}`, { width: 390, colorScheme: 'dark' })
      await page.getByRole('heading', { level: 1 }).waitFor()
      await page.getByRole('navigation', { name: 'Settings' }).waitFor()
      await axe(page)
      expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBe(0)
    },
  )

  test('the time zone of the project is changed', async () => {
    const page = await shop.open(settings)
    await page.getByRole('combobox', { name: 'Time zone' }).click()
    await page.getByRole('combobox', { name: 'Time zone' }).fill('Lisbon')
    await page.getByRole('option', { name: 'Europe/Lisbon' }).click()
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByText('The project is changed').waitFor()
    await page.reload()
    const zone = page.getByRole('combobox', { name: 'Time zone' })
    await zone.waitFor()
    expect(await zone.inputValue()).toBe('Europe/Lisbon')
  })
})
