import { describe, expect, test } from 'vitest'
import { setUpShop } from '../../src/demo/setup.ts'
import { axe } from './axe.ts'
import { testConsole } from './console.ts'

const shop = testConsole({ setUp: ({ call }) => setUpShop(call) })
const home = '/p/sneaker-shop'

describe('signing in', () => {
  test('somebody unknown is asked to sign in, and comes back to where they wanted to go', async () => {
    const page = await shop.open(`${home}?env=production`, { as: 'nobody', expects: [/401/] })
    await page.getByRole('heading', { name: 'Sign in to Assay' }).waitFor()
    expect(new URL(page.url()).searchParams.get('next')).toBe(`${home}?env=production`)
    await axe(page)
  })

  test('wrong credentials say so and keep the e-mail', async () => {
    const page = await shop.open('/sign-in', { as: 'nobody', expects: [/401/] })
    await page.getByLabel('E-mail').fill('nobody@shop.example')
    await page.getByLabel('Password', { exact: true }).fill('not the right one')
    await page.getByRole('button', { name: 'Sign in' }).click()
    await page.getByRole('alert').waitFor()
    expect(await page.getByRole('textbox', { name: 'E-mail' }).inputValue()).toBe('nobody@shop.example')
  })

  test('a one-time link signs in by its button and lets the owner choose a password', async () => {
    const page = await shop.open(shop.server.welcome?.link ?? '', { as: 'nobody', expects: [/401/] })
    await axe(page)
    await page.getByRole('button', { name: 'Sign in' }).click()
    await page.getByLabel('E-mail').fill('owner@shop.example')
    await page.getByLabel('New password').fill('correct horse battery')
    await axe(page)
    await page.getByRole('button', { name: 'Set the password' }).click()
    await page.getByRole('heading', { name: 'Home' }).waitFor()

    await page.getByRole('button', { name: /Owner.*account/ }).click()
    await page.getByRole('menuitem', { name: 'Sign out' }).click()
    await page.getByLabel('E-mail').fill('owner@shop.example')
    await page.getByLabel('Password', { exact: true }).fill('correct horse battery')
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: 'Home' }).waitFor()
  })

  test('a link that was used says what to do', async () => {
    const link = shop.server.ownerLink('/')
    await (await shop.open(link, { as: 'nobody' })).getByRole('button', { name: 'Sign in' }).click()
    const page = await shop.open(link, { as: 'nobody', expects: [/40\d/] })
    await page.getByRole('button', { name: 'Sign in' }).click()
    await page.getByRole('alert').waitFor()
  })
})

describe('staying signed in', () => {
  test('a session that ended leads to the sign-in, and back to the same place', async () => {
    const page = await shop.open(home, { as: 'nobody', expects: [/401/] })
    await page.goto(shop.server.ownerLink(home))
    await page.getByRole('button', { name: 'Sign in' }).click()
    await page.getByRole('heading', { name: 'Home' }).waitFor()
    await page.getByText('Nothing needs you.').waitFor()
    // What is still being read would find out by itself.
    await page.waitForLoadState('networkidle')
    await page.context().clearCookies()
    await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Audit' }).click()
    await page.getByRole('heading', { name: 'Sign in to Assay' }).waitFor()
    expect(new URL(page.url()).searchParams.get('next')).toMatch(home)
  })

  test('a link to another site is not followed', async () => {
    const page = await shop.open('/sign-in?next=//evil.example/x', { as: 'nobody' })
    await page.goto(shop.server.ownerLink('/').replace(/next=[^&]*/, 'next=%2F%2Fevil.example%2Fx'))
    await page.getByRole('button', { name: 'Sign in' }).click()
    await page.getByRole('heading', { name: 'Home' }).waitFor()
    expect(new URL(page.url()).origin).toBe(shop.url)
  })
})

describe('finding the way', () => {
  test('the palette opens by Ctrl-K, finds by name and goes there', async () => {
    const page = await shop.open(home)
    await page.getByRole('heading', { name: 'Home' }).waitFor()
    await page.keyboard.press('Control+k')
    const search = page.getByRole('textbox', { name: 'Search and commands' })
    await search.fill('shortc')
    await axe(page)
    await page.keyboard.press('Enter')
    const sheet = page.getByRole('dialog', { name: 'Keyboard shortcuts' })
    await sheet.getByText('Go to Home').waitFor()
    await page.keyboard.press('Escape')
    await sheet.waitFor({ state: 'detached' })
  })

  test('? shows the shortcuts; letters typed into a field stay letters', async () => {
    const page = await shop.open(home)
    await page.getByRole('heading', { name: 'Home' }).waitFor()
    await page.keyboard.press('?')
    const sheet = page.getByRole('dialog', { name: 'Keyboard shortcuts' })
    await sheet.waitFor()
    await axe(page)
    await page.keyboard.press('Escape')
    await sheet.waitFor({ state: 'detached' })
    await page.keyboard.press('/')
    const search = page.getByRole('textbox', { name: 'Search and commands' })
    await search.waitFor()
    await page.keyboard.type('gh?')
    expect(await search.inputValue()).toBe('gh?')
    expect(await sheet.count()).toBe(0)
  })

  test('the first Tab offers to skip to the content', async () => {
    const page = await shop.open(home)
    await page.getByRole('heading', { name: 'Home' }).waitFor()
    await page.keyboard.press('Tab')
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Skip to the content')
    await page.keyboard.press('Enter')
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('content')
  })

  test('an address that leads nowhere says so, with the navigation at hand', async () => {
    const page = await shop.open(`${home}/no/such/place`)
    await page.getByRole('heading', { name: 'There is no such page' }).waitFor()
    await axe(page)
    await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Home' }).click()
    await page.getByRole('heading', { name: 'Home' }).waitFor()
    await expect.poll(() => page.evaluate(() => document.activeElement?.tagName)).toBe('H1')
    expect(await page.title()).toBe('Home · Assay')
  })
})

describe('looks', () => {
  test.each(['light', 'dark'] as const)(
    '%s colours and widths have no barrier and nothing sticks out',
    async colorScheme => {
      for (const width of [1440, 390]) {
        const page = await shop.open(home, { colorScheme, width })
        await page.getByRole('heading', { name: 'Home' }).waitFor()
        await page.getByText('A simpler checkout for shoppers above 65').waitFor()
        expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBe(0)
        await axe(page)
      }
    },
  )

  test('the switch wins over the system and is remembered', async () => {
    const page = await shop.open(home, { colorScheme: 'light' })
    const ground = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor)
    await page.getByRole('button', { name: /account and appearance/ }).click()
    await page.getByText('Dark', { exact: true }).click()
    await expect.poll(ground).toBe('rgb(19, 20, 24)')
    await page.reload()
    await page.getByRole('heading', { name: 'Home' }).waitFor()
    expect(await ground()).toBe('rgb(19, 20, 24)')
  })

  test('on a phone the navigation is behind a button and closes when a place is chosen', async () => {
    const page = await shop.open(`${home}/no/such/place`, { width: 390 })
    await page.getByRole('button', { name: 'Open the navigation' }).click()
    const drawer = page.getByRole('dialog')
    await drawer.getByRole('link', { name: 'Home' }).waitFor()
    await axe(page)
    await drawer.getByRole('link', { name: 'Home' }).click()
    await drawer.waitFor({ state: 'detached' })
    await page.getByRole('heading', { name: 'Home' }).waitFor()
  })
})

describe('when something is wrong', () => {
  test('being offline is said, and taken back', async () => {
    const page = await shop.open(home, { expects: [/ERR_INTERNET_DISCONNECTED/] })
    await page.getByRole('heading', { name: 'Home' }).waitFor()
    await page.context().setOffline(true)
    await page.getByText('You are offline.').waitFor()
    await axe(page)
    await page.context().setOffline(false)
    await page.getByText('You are offline.').waitFor({ state: 'detached' })
  })

  test('what cannot be loaded says what happened and can be tried again, the rest goes on', async () => {
    const page = await shop.open(home, { expects: [/50\d/] })
    const broken = `**/api/v1/projects/sneaker-shop/incidents**`
    await page.route(broken, route =>
      route.fulfill({
        status: 500,
        contentType: 'application/problem+json',
        body: JSON.stringify({
          type: '/problems/internal',
          title: 'Something went wrong on our side',
          status: 500,
          hint: 'Try again; if it stays, give the request id to whoever runs this server.',
          instance: 'abc-1',
        }),
      }),
    )
    await page.reload()
    const needs = page.getByRole('region', { name: 'Needs you' })
    await needs.getByText('abc-1').waitFor()
    await page.getByText('A simpler checkout for shoppers above 65').waitFor()
    await axe(page)
    await page.unroute(broken)
    await needs.getByRole('button', { name: 'Try again' }).click()
    await needs.getByText('Nothing needs you.').waitFor()
  })

  test('a screen whose code does not arrive fails alone and says so', async () => {
    const page = await shop.open('/sign-in', {
      expects: [/ERR_FAILED|Failed to fetch|dynamically imported|Error in route match/],
    })
    await page.route('**/assets/home-*.js', route => route.abort())
    await page.goto(home)
    await page.getByRole('heading', { name: 'Something failed' }).waitFor()
    await page.getByRole('navigation', { name: 'Main' }).waitFor()
    await page.unroute('**/assets/home-*.js')
    await page.getByRole('button', { name: 'Try again' }).click()
    await page.getByRole('heading', { name: 'Home' }).waitFor()
  })
})
