import { createClient } from '@assay/sdk'
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import shopModel from '../../examples/shop/model.ts'
import { WrittenModel } from '../../src/contract/model-file.ts'
import { model } from '../../src/contract/model-routes.ts'
import { resources } from '../../src/contract/routes.ts'
import { testConsole } from './console.ts'
import type { Room } from './room.ts'

const dayMs = 86_400_000
const project = 'sneakers'
const params = { project }
const clock = { ms: Date.now() - 16 * dayMs }
const shop = testConsole({ now: () => clock.ms, setUp })

/** What was there before: the model is pushed from git, and the app has sent its events for a while. */
async function setUp({ call, key, send }: Room): Promise<void> {
  await call(resources.projects.create, { params: {}, body: { key: project, name: 'Sneakers' } })
  await call(resources.attributes.create, { params, body: { key: 'age', type: 'number', description: 'in years' } })
  const { body: plan } = await call(model.plan, { params, body: WrittenModel.parse(shopModel) })
  await call(model.apply, { params, body: WrittenModel.parse(shopModel), ifMatch: `"${plan.from}"` })
  const secret = await key({ kind: 'server', name: 'before', project, environment: 'production' })
  const event = (name: string, properties: object, index: number) => ({
    id: `${name}-${index}`,
    event: name,
    time: clock.ms - index * 60_000,
    user_id: `early-${index}`,
    properties,
  })
  await send(
    secret,
    Array.from({ length: 20 }, (_, index) => [
      event('purchase_complete', { order_id: `early-${index}`, amount: 80, currency: 'EUR' }, index),
      event('payment_failed', { code: 'declined' }, index),
    ]).flat(),
  )
}

test('from signing in to a shipped winner, and back again', { timeout: 180_000 }, async () => {
  const first = await shop.open(shop.server.welcome?.link ?? '', { as: 'nobody', expects: [/401/] })
  await first.getByRole('button', { name: 'Sign in' }).click()
  await first.getByRole('button', { name: 'Not now' }).click()
  await first.getByRole('heading', { name: 'Home' }).waitFor()

  await createFlag(first)
  await addRule(first)
  await setUpExperiment(first)
  await first.context().close()

  await driveShoppers()

  // Two weeks later the session has ended; a link leads straight to what it has shown.
  const later = await shop.open(shop.server.ownerLink(`/p/${project}/experiments/one-page-checkout`), {
    as: 'nobody',
    expects: [/401/],
  })
  await later.getByRole('button', { name: 'Sign in' }).click()
  await decideAndShip(later)
  expect(await servedByFirstRule()).toEqual({ variant: 'simple' })
  await rollBack(later)
  expect(await servedByFirstRule()).toEqual({ experiment: 'one-page-checkout' })
})

const servedByFirstRule = async () =>
  (await shop.call(resources.flags.read, { params: { project, key: 'checkout' } })).body.environments.production
    ?.rules[0]?.serve

async function createFlag(page: Page): Promise<void> {
  await page.keyboard.press('g')
  await page.keyboard.press('f')
  await page.getByRole('heading', { name: 'Flags', exact: true }).waitFor()
  await page.getByRole('button', { name: 'New flag' }).first().click()
  await page.getByLabel('Name', { exact: true }).fill('Checkout')
  await page.getByText('Text', { exact: true }).click()
  for (const [was, is] of [
    ['control', 'standard'],
    ['treatment', 'simple'],
  ] as const) {
    await page.getByLabel(`Value of ${was}`).fill(is)
    await page.getByLabel(`Key of ${was}`).fill(is)
  }
  await page.getByRole('button', { name: 'Create the flag' }).click()
  await page.getByRole('heading', { name: 'Checkout', level: 1 }).waitFor()
}

async function nameAge(page: Page): Promise<void> {
  await page.getByRole('combobox', { name: 'Attribute', exact: true }).fill('age')
  await page.getByRole('option', { name: 'age', exact: true }).click()
  await page.getByRole('textbox', { name: 'Value', exact: true }).fill('65')
}

async function addRule(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Add a rule' }).click()
  await nameAge(page)
  await page.getByRole('listitem', { name: 'Rule 1: When age is above 65, serve simple.' }).waitFor()
  await page.getByRole('button', { name: 'Review and save' }).click()
  const dialog = page.getByRole('dialog', { name: /^Save changes to/ })
  await dialog.getByLabel('Why?').fill('large type for whoever needs it')
  await dialog.getByRole('button', { name: 'Save', exact: true }).click()
  await page.getByText(/is saved as version/).waitFor()
}

async function setUpExperiment(page: Page): Promise<void> {
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Experiments' }).click()
  await page.getByRole('link', { name: 'New experiment' }).first().click()
  await page.getByLabel('Name', { exact: true }).fill('One page checkout')
  await page.getByLabel('Hypothesis (optional)').fill('Shoppers above 65 buy more often on one page.')
  await page.getByRole('button', { name: 'Next: Audience' }).click()
  await page.getByText('An existing flag').click()
  await page.getByRole('combobox', { name: 'Which one' }).click()
  await page.getByRole('option', { name: /Checkout/ }).click()
  await page.getByRole('button', { name: 'Condition', exact: true }).click()
  await nameAge(page)
  await page.getByRole('button', { name: 'Create the draft' }).click()
  await page.getByRole('heading', { name: 'Who gets what?' }).waitFor()
  await page.getByRole('button', { name: 'Next: Metrics' }).press('Enter')
  await page.getByRole('button', { name: 'Add Purchase rate' }).click()
  await page.getByRole('button', { name: 'Add Payment failures per shopper' }).click()
  await page.getByRole('button', { name: 'Next: Plan' }).press('Enter')
  await page.getByRole('radio', { name: 'Look every day, end early when it is clear' }).waitFor()
  await page.getByRole('button', { name: 'Next: Start' }).press('Enter')
  await page.getByRole('button', { name: 'Switch on and start' }).click()
  await page.getByRole('heading', { name: 'One page checkout', level: 1 }).waitFor()
  await page.getByText('running', { exact: true }).first().waitFor()
}

/** Two weeks of shoppers ask the SDK which checkout to show; above 65, the simple one sells more and fails less. */
async function driveShoppers(): Promise<void> {
  const key = await shop.key({ kind: 'server', name: 'backend', project, environment: 'production' })
  const client = createClient({ url: shop.url, key, now: () => clock.ms, stream: false })
  await client.ready(5000)
  const shoppers = 700
  const startMs = clock.ms
  for (let index = 0; index < shoppers; index += 1) {
    clock.ms = startMs + Math.floor((14.5 * dayMs * (index + 1)) / shoppers)
    const id = `shopper-${index}`
    const age = index % 7 === 0 ? 40 : 66 + (index % 20)
    const checkout = client.string('checkout', 'standard', { targetingKey: id, age })
    clock.ms += 60_000
    const buys = (index * 37) % 100 < (checkout === 'simple' ? 62 : 38)
    if (buys)
      client.track('purchase_complete', { user_id: id }, { order_id: `order-${index}`, amount: 60, currency: 'EUR' })
    if (index % (checkout === 'simple' ? 25 : 4) === 0)
      client.track('payment_failed', { user_id: id }, { code: 'declined' })
    if (index % 50 === 49) await client.flush()
  }
  await client.close()
  await shop.server.settle()
}

async function decideAndShip(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'Open the report' }).click()
  await page.getByRole('heading', { name: 'Ready to decide' }).waitFor()
  await page.getByRole('link', { name: /where the lift of Purchase rate by simple/ }).waitFor()
  await page.getByRole('button', { name: 'Decide…' }).click()
  const dialog = page.getByRole('dialog', { name: 'Decide' })
  await dialog.getByRole('radio', { name: 'Ship simple' }).check()
  await dialog.getByRole('textbox', { name: 'Why?' }).fill('it sells more, and nothing broke')
  await dialog.getByRole('button', { name: 'Stop it and decide' }).click()
  const record = page.getByRole('region', { name: 'Decision' })
  await record.getByText('it sells more, and nothing broke').waitFor()
  await record.getByRole('button', { name: /Serve simple/ }).click()
  await page.getByRole('button', { name: 'Serve simple', exact: true }).click()
  await page.getByText('Checkout serves simple').waitFor()
}

async function rollBack(page: Page): Promise<void> {
  await page.keyboard.press('Control+k')
  await page.getByRole('textbox', { name: 'Search and commands' }).fill('checkout')
  await page.getByRole('dialog').getByText('Checkout', { exact: true }).first().click()
  await page.getByRole('heading', { name: 'Checkout', level: 1 }).waitFor()
  await page.getByRole('button', { name: 'History' }).click()
  const history = page.getByRole('dialog', { name: 'History of checkout' })
  await history.getByText('experiment one-page-checkout was decided: ship simple').waitFor()
  await history
    .getByRole('button', { name: /^Bring back version/ })
    .first()
    .click()
  await page
    .getByRole('dialog', { name: /^Bring back version/ })
    .getByRole('button', { name: 'Bring it back' })
    .click()
  await page.getByText('The earlier version is back').waitFor()
}
