import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { lifecycle, resources } from '../../src/contract/routes.ts'
import { setUpShop } from '../../src/demo/setup.ts'
import { axe } from './axe.ts'
import { testConsole } from './console.ts'

const bare = { project: 'bare' }
const shopParams = { project: 'sneaker-shop' }

const shop = testConsole({
  setUp: async ({ call }) => {
    await setUpShop(call)
    await call(resources.projects.create, { params: {}, body: { key: 'bare', name: 'Bare' } })
    await call(resources.attributes.create, { params: bare, body: { key: 'age', type: 'number' } })
  },
})

const button = (page: Page, name: string | RegExp) =>
  page.getByRole('button', { name, exact: typeof name === 'string' })
const heading = (page: Page, name: string) => page.getByRole('heading', { name }).waitFor()

/** A draft in the shop with everything but its start, made as an app would. */
async function draft(key: string, more: object = {}): Promise<void> {
  const { call } = shop
  const variants = ['control', 'treatment']
  const flag = await call(resources.flags.create, {
    params: shopParams,
    body: {
      key: `flag-${key}`,
      name: `Flag of ${key}`,
      type: 'string',
      variants: variants.map(variant => ({ key: variant, value: variant })),
      off: 'control',
      environments: { production: { on: true, fallthrough: 'control' } },
    },
  })
  await call(resources.experiments.create, {
    params: shopParams,
    body: {
      key,
      name: `Draft ${key}`,
      flag: `flag-${key}`,
      environment: 'production',
      variants: variants.map(variant => ({ variant, weight: 50 })),
      control: 'control',
      metrics: [{ metric: 'purchase-rate', role: 'success' }],
      ...more,
    },
  })
  await call(resources.flags.change, {
    params: { ...shopParams, key: `flag-${key}` },
    body: { environments: { production: { rules: [{ id: 'try', serve: { experiment: key } }] } } },
    ifMatch: flag.etag ?? '',
  })
}

async function started(key: string, more: object = {}): Promise<void> {
  await draft(key, more)
  const query = { why: 'its events come afterwards' }
  await shop.call(lifecycle.start, { params: { ...shopParams, key }, query, ifMatch: '"1"' })
}

/** Presses Tab until what has the focus fits; fails when nothing does. */
async function tabTo(page: Page, fits: string): Promise<void> {
  for (let presses = 0; presses < 80; presses++) {
    await page.keyboard.press('Tab')
    const at = await page.evaluate(() => {
      const { activeElement } = document
      if (!(activeElement instanceof HTMLElement)) return ''
      const labelled = activeElement instanceof HTMLInputElement ? activeElement.labels?.[0]?.textContent : undefined
      return activeElement.ariaLabel ?? labelled ?? activeElement.textContent ?? ''
    })
    if (at.trim().startsWith(fits)) return
  }
  throw new Error(`the keyboard does not reach ${fits}`)
}

describe('setting up an experiment', () => {
  test('from an empty project to a running experiment for people above 65, by mouse', async () => {
    const page = await shop.open('/p/bare/experiments')
    await page.getByRole('link', { name: 'New experiment' }).first().click()
    await page.getByLabel('Name').fill('Bigger buttons')
    await page.getByLabel('Hypothesis').fill('People above 65 buy more often with <b>bigger</b> buttons.')
    await axe(page)
    await button(page, 'Next: Audience').click()

    await heading(page, 'Where, and for whom?')
    await button(page, 'Condition').click()
    await page.getByRole('combobox', { name: 'Attribute' }).fill('age')
    await page.getByRole('option', { name: 'age' }).click()
    expect(await page.getByRole('combobox', { name: 'Comparison' }).inputValue()).toBe('is above')
    await page.getByLabel('Value', { exact: true }).fill('65')
    await page.getByText('age is above 65').waitFor()
    await axe(page)
    await button(page, 'Create the draft').click()

    await heading(page, 'Who gets what?')
    expect(new URL(page.url()).searchParams.get('draft')).toBe('bigger-buttons')
    await axe(page)
    await button(page, 'Next: Metrics').click()

    await heading(page, 'How will you know?')
    await button(page, 'Next: Plan').click()
    await page.getByText('choose at least one success metric').waitFor()
    await button(page, 'New metric').click()
    const dialog = page.getByRole('dialog', { name: 'New metric' })
    await dialog.getByLabel('Name').fill('Purchase rate')
    await dialog.getByRole('combobox', { name: 'Event' }).fill('purchase_complete')
    await dialog.getByText('it is defined along with the metric').waitFor()
    await axe(page)
    await button(page, 'Create and add').click()
    const chosen = page.getByRole('list', { name: 'Chosen metrics' })
    await chosen.getByText('Share of units with at least one purchase_complete').waitFor()
    await dialog.waitFor({ state: 'detached' })
    await axe(page)
    await button(page, 'Next: Plan').click()

    await heading(page, 'How long?')
    await page.getByText('No event has arrived in this environment yet').waitFor()
    await axe(page)
    await button(page, 'Next: Start').click()

    await heading(page, 'Ready?')
    await page.getByText('it never arrived in production').waitFor()
    await page.getByText('40 %').waitFor({ state: 'detached' })
    await axe(page)
    await button(page, 'Switch on and start').click()
    const all = button(page, 'Start all the same')
    expect(await all.isDisabled()).toBe(true)
    await page.getByLabel('Why?').fill('the app is released tonight')
    await axe(page)
    await all.click()

    await button(page, 'Stop…').waitFor()
    await page.getByText('the app is released tonight').waitFor()
    expect(await page.getByText('<b>bigger</b>').count()).toBe(1)
    await axe(page)
    const params = { ...bare, key: 'bigger-buttons' }
    const { body: flag } = await shop.call(resources.flags.read, { params })
    expect(flag.environments.production).toMatchObject({
      on: true,
      fallthrough: 'control',
      rules: [{ condition: { attribute: 'age', op: '>', value: 65 }, serve: { experiment: 'bigger-buttons' } }],
    })
    const { body: experiment } = await shop.call(resources.experiments.read, { params })
    expect(experiment.run).toMatchObject({
      status: 'running',
      phases: [{ startedUnready: { reason: 'the app is released tonight' } }],
    })
  })

  test('by keyboard alone', async () => {
    const page = await shop.open('/p/sneaker-shop/experiments/new')
    const { keyboard } = page
    await heading(page, 'What do you want to find out?')
    await tabTo(page, 'Name')
    await keyboard.type('Quiet hours')
    await keyboard.press('Enter')
    await heading(page, 'Where, and for whom?')
    await tabTo(page, 'Condition')
    await keyboard.press('Enter')
    await keyboard.type('age')
    await keyboard.press('Enter')
    await tabTo(page, 'Value')
    await keyboard.type('65')
    await tabTo(page, 'Create the draft')
    await keyboard.press('Enter')
    await heading(page, 'Who gets what?')
    await expect.poll(() => page.evaluate(() => document.activeElement?.id)).toBe('step-title')
    await tabTo(page, 'Share of control')
    await keyboard.type('60')
    await tabTo(page, 'Next: Metrics')
    await keyboard.press('Enter')
    await heading(page, 'How will you know?')
    await tabTo(page, 'Add Purchase rate')
    await keyboard.press('Enter')
    await tabTo(page, 'Next: Plan')
    await keyboard.press('Enter')
    await heading(page, 'How long?')
    await tabTo(page, 'Next: Start')
    await keyboard.press('Enter')
    await page.getByText('purchase_complete', { exact: true }).waitFor()
    await tabTo(page, 'Switch on and start')
    await keyboard.press('Enter')
    await page.getByRole('dialog').waitFor()
    await keyboard.type('nobody shops yet')
    await tabTo(page, 'Start all the same')
    await keyboard.press('Enter')
    await page.getByText('nobody shops yet').waitFor()
    const { body } = await shop.call(resources.experiments.read, { params: { ...shopParams, key: 'quiet-hours' } })
    expect(body.run.status).toBe('running')
    expect(body.variants).toEqual([
      { variant: 'control', weight: 60 },
      { variant: 'treatment', weight: 40 },
    ])
  })

  test('leaving and coming back goes on where it was', async () => {
    const page = await shop.open('/p/bare/experiments/new')
    await page.getByLabel('Name').fill('Later')
    await page.getByLabel('Hypothesis').fill('It can wait.')
    await page.goto('/p/bare/experiments')
    await page.getByRole('link', { name: 'New experiment' }).first().click()
    await expect.poll(() => page.getByLabel('Hypothesis').inputValue()).toBe('It can wait.')
    await button(page, 'Next: Audience').click()
    await button(page, 'Create the draft').click()
    await heading(page, 'Who gets what?')
    await page.getByLabel('Share that takes part, exactly').fill('25')
    await page.goto('/p/bare/experiments?status=draft')
    await page.getByRole('link', { name: /Later/ }).click()
    await page.getByRole('link', { name: 'Go on setting it up' }).click()
    await button(page, /Variants/).click()
    await expect.poll(() => page.getByLabel('Share that takes part, exactly').inputValue()).toBe('25 %')
    await button(page, 'Next: Metrics').click()
    await heading(page, 'How will you know?')
    const { body } = await shop.call(resources.experiments.read, { params: { ...bare, key: 'later' } })
    expect(body.coverage).toBe(25)
  })

  test('a draft somebody else changed meanwhile is asked about, and mine can go on top', async () => {
    await draft('contested')
    const page = await shop.open('/p/sneaker-shop/experiments/new?draft=contested&step=goal', { expects: [/412/] })
    await page.getByLabel('Hypothesis').fill('Mine')
    const params = { ...shopParams, key: 'contested' }
    await shop.call(resources.experiments.change, {
      params,
      body: { hypothesis: 'Theirs', owner: 'Ada' },
      ifMatch: '"1"',
    })
    await button(page, 'Next: Audience').click()
    const dialog = page.getByRole('dialog')
    await dialog.getByText('Theirs').first().waitFor()
    await axe(page)
    await dialog.getByRole('button', { name: /mine/i }).click()
    await heading(page, 'Where, and for whom?')
    const { body } = await shop.call(resources.experiments.read, { params })
    expect([body.hypothesis, body.owner]).toEqual(['Mine', 'Ada'])
  })

  test('the plan says how long for which effect, and warns beyond eight weeks', async () => {
    await draft('planned')
    const key = await shop.key({ kind: 'server', name: 'app', project: 'sneaker-shop', environment: 'production' })
    const time = new Date(Date.now() - 3_600_000).toISOString()
    await shop.send(
      key,
      Array.from({ length: 400 }, (_, place) => place).flatMap(place => {
        const event = () => ({ id: crypto.randomUUID(), time, user_id: `u-${place}` })
        const seen = { ...event(), event: 'view_item', properties: { item_id: 'a', price: 1 } }
        const properties = { order_id: `o-${place}`, amount: 50, currency: 'EUR' }
        return place % 2 === 0 ? [seen] : [seen, { ...event(), event: 'purchase_complete', properties }]
      }),
    )
    const page = await shop.open('/p/sneaker-shop/experiments/new?draft=planned&step=plan')
    const effects = page.getByRole('radiogroup', { name: 'Plan for an effect of' })
    await effects.getByText('50 % becomes 75 %').waitFor()
    await page.getByText(/days find a change of Purchase rate by/).waitFor()
    await effects.getByRole('radio', { name: '+10 %', exact: false }).click()
    await page.getByText('That is longer than eight weeks').waitFor()
    await axe(page)
    await expect
      .poll(async () => {
        const params = { ...shopParams, key: 'planned' }
        return (await shop.call(resources.experiments.read, { params })).body.analysis.plannedDays
      })
      .toBeGreaterThan(56)
  })
})

describe('the experiments there are', () => {
  test('a list by status that can be searched; whoever may only look cannot begin one', async () => {
    await draft('listed')
    const page = await shop.open('/p/sneaker-shop/experiments?status=draft', { as: 'viewer' })
    await page.getByRole('link', { name: /Draft listed/ }).waitFor()
    await page.getByLabel('Search experiments').fill('simpler')
    await page.getByText('No experiment fits').waitFor()
    await page.getByRole('tab', { name: /^All/ }).click()
    await page.getByRole('link', { name: /A simpler checkout/ }).waitFor()
    expect(await page.getByRole('link', { name: 'New experiment' }).count()).toBe(0)
    await page.goto('/p/sneaker-shop/experiments/new')
    await page.getByText('Your role may look only').waitFor()
    await page.goto('/p/sneaker-shop/experiments/listed')
    await heading(page, 'Draft listed')
    expect(await page.getByRole('link', { name: 'Go on setting it up' }).count()).toBe(0)
  })

  test('a running one gets a new phase with a reason, is stopped, archived and brought back', async () => {
    await started('phased')
    const page = await shop.open('/p/sneaker-shop/experiments/phased')
    await button(page, 'More actions for Draft phased').click()
    await page.getByRole('menuitem', { name: 'New phase with other weights…' }).click()
    await page.getByLabel('Share of treatment').fill('20')
    await page.getByLabel('Why?').fill('a crash on old phones')
    await axe(page)
    await button(page, 'Begin the phase').click()
    await page.getByText('Phase 2: control 80 %, treatment 20 %').waitFor()
    await page.getByText('a crash on old phones').waitFor()
    await button(page, 'Stop…').click()
    await button(page, 'Stop the experiment').click()
    await page.getByRole('link', { name: 'Decide on the report' }).waitFor()
    await axe(page)
    await button(page, 'More actions for Draft phased').click()
    await page.getByRole('menuitem', { name: 'Archive…' }).click()
    await button(page, 'Archive the experiment').click()
    await button(page, 'Undo').click()
    await page.getByText('Draft phased is back').waitFor()
    await expect
      .poll(async () => {
        const { body } = await shop.call(resources.flags.read, { params: { ...shopParams, key: 'flag-phased' } })
        return body.environments.production?.rules.length
      })
      .toBe(1)
  })

  test('who excludes whom, in a layer made by hand', async () => {
    const page = await shop.open('/p/sneaker-shop/layers')
    await button(page, 'New layer').click()
    await page.getByLabel('Name').fill('Checkout')
    await button(page, 'Create the layer').click()
    await page.getByText('slots 0 to 99,999').waitFor()
    await started('half', { layer: 'checkout', coverage: 50 })
    await started('third', { layer: 'checkout', coverage: 33.333 })
    await page.reload()
    const layer = page.getByRole('region', { name: 'Checkout', exact: true })
    await layer.getByText('50 %, slots 0 to 49,999').waitFor()
    await layer.getByText('33.333 %, slots 50,000 to 83,332').waitFor()
    await layer.getByText('16.667 %, slots 83,333 to 99,999').waitFor()
    await page.getByText('nobody in it is in Draft third').waitFor()
    await axe(page)
    await page.getByRole('tab', { name: /Holdouts/ }).click()
    await button(page, 'New holdout').click()
    await page.getByLabel('Name').fill('Nothing new')
    await expect.poll(() => button(page, 'Create the holdout').isEnabled()).toBe(true)
    await axe(page)
    await button(page, 'Create the holdout').click()
    await page.getByText('5 % of users').waitFor()
    await axe(page)
  })

  test.each([
    ['/p/sneaker-shop/experiments', 'Experiments'],
    ['/p/sneaker-shop/experiments/simple-checkout-above-65', 'A simpler checkout for shoppers above 65'],
    ['/p/sneaker-shop/experiments/new', 'New experiment'],
    ['/p/sneaker-shop/layers', 'Layers'],
  ])('%s fits a phone in the dark', async (path, title) => {
    const page = await shop.open(path, { width: 390, colorScheme: 'dark' })
    await page.getByRole('heading', { name: title, level: 1 }).waitFor()
    await page.waitForLoadState('networkidle')
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBe(0)
    await axe(page)
  })
})
