import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { resources } from '../../src/contract/routes.ts'
import { setUpShop } from '../../src/demo/setup.ts'
import { axe } from './axe.ts'
import { testConsole } from './console.ts'

const manyFlags = 2000
const shop = testConsole({ setUp: ({ call }) => setUpShop(call) })
const project = 'sneaker-shop'
const list = `/p/${project}/flags`
const params = (key: string) => ({ project, key })
const probe = `<img src=x onerror="document.title='broken in'">"'{{7*7}}`

async function createFlag(key: string, more: object = {}): Promise<void> {
  await shop.call(resources.flags.create, {
    params: { project },
    body: {
      key,
      name: key,
      type: 'string',
      variants: [
        { key: 'simple', value: 'simple' },
        { key: 'standard', value: 'standard' },
      ],
      off: 'standard',
      environments: { production: { on: true, rules: [], fallthrough: 'standard' } },
      ...more,
    },
  })
}

const ruleOf = (id: string, value: number, variant = 'simple') => ({
  id,
  condition: { attribute: 'age', op: '>' as const, value },
  serve: { variant },
})
const withRules = (...rules: object[]) => ({
  environments: { production: { on: true, rules, fallthrough: 'standard' } },
})
const rulesOf = async (key: string) =>
  (await shop.call(resources.flags.read, { params: params(key) })).body.environments.production?.rules ?? []
const ruleOrder = (page: Page) => page.getByRole('list', { name: 'Rules' }).getByRole('listitem').allInnerTexts()

async function save(page: Page, why: string): Promise<void> {
  await page.getByRole('button', { name: 'Review and save' }).click()
  const dialog = page.getByRole('dialog', { name: /^Save changes to/ })
  await dialog.getByLabel('Why?').fill(why)
  await dialog.getByRole('button', { name: 'Save', exact: true }).click()
  await page.getByText(/is saved as version/).waitFor()
}

describe('a new flag', () => {
  test('is created off, gets the rule "age is above 65", and says who gets what', async () => {
    const page = await shop.open(list)
    await page.getByRole('button', { name: 'New flag' }).click()
    await page.getByLabel('Name', { exact: true }).fill('Large type')
    expect(await page.getByLabel('Key', { exact: true }).inputValue()).toBe('large-type')
    await axe(page)
    await page.getByRole('button', { name: 'Create the flag' }).click()
    await page.getByRole('heading', { name: 'Large type', level: 1 }).waitFor()

    await page.getByRole('button', { name: 'Switch on in production' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Switch on' }).click()
    await page.getByText('Large type is on in production').waitFor()

    await page.getByRole('button', { name: 'Add a rule' }).click()
    await page.getByRole('combobox', { name: 'Attribute', exact: true }).fill('age')
    await page.getByRole('option', { name: 'age', exact: true }).click()
    await page.getByRole('textbox', { name: 'Value', exact: true }).fill('65')
    await page.getByRole('listitem', { name: 'Rule 1: When age is above 65, serve on.' }).waitFor()
    await axe(page)
    await page.getByLabel('Value of age').fill('70')
    const draft = page.getByRole('region', { name: 'With your unsaved changes' })
    await draft.getByText('Rule 1 holds, and serves').waitFor()
    await page
      .getByRole('region', { name: /^Saved version/ })
      .getByText('there is no rule')
      .waitFor()

    await save(page, 'large type for older shoppers')
    const answer = page.getByRole('region', { name: 'What they get' })
    await answer.getByText('by rule-1').waitFor()
    await answer.getByText('age is above 65 · it is 70').waitFor()
    expect(await rulesOf('large-type')).toEqual([
      { id: 'rule-1', condition: { attribute: 'age', op: '>', value: 65 }, serve: { variant: 'on' } },
    ])
  })

  test('and the same rule by keyboard alone', async () => {
    await createFlag('by-keyboard')
    const page = await shop.open(`${list}/by-keyboard`)
    await page.getByRole('button', { name: 'Add a rule' }).focus()
    await page.keyboard.press('Enter')
    await page.locator(':focus[aria-label="Attribute"]').waitFor()
    await page.keyboard.type('age')
    await page.keyboard.press('Enter')
    await page.keyboard.press('Tab')
    await page.locator(':focus[aria-label="Comparison"]').waitFor()
    await page.keyboard.press('Tab')
    await page.keyboard.type('65')
    await page.getByRole('listitem', { name: 'Rule 1: When age is above 65, serve simple.' }).waitFor()
    await page.getByRole('button', { name: 'Review and save' }).focus()
    await page.keyboard.press('Enter')
    await page.locator('textarea:focus').waitFor()
    await page.keyboard.type('tried')
    await page.keyboard.press('Tab')
    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    await page.getByText('by-keyboard is saved as version 2').waitFor()
    expect(await rulesOf('by-keyboard')).toMatchObject([{ condition: { attribute: 'age', op: '>', value: 65 } }])
  })

  test('says beside the field what a rule still lacks', async () => {
    await createFlag('unfinished')
    const page = await shop.open(`${list}/unfinished`)
    await page.getByRole('button', { name: 'Add a rule' }).click()
    await page.getByRole('button', { name: 'Review and save' }).click()
    await page.getByRole('alert').getByText('production, rule 1: name an attribute').waitFor()
    await page.locator(':focus[aria-label="Attribute"][aria-invalid="true"]').waitFor()
    await page.getByRole('button', { name: 'Discard' }).click()
    await page.getByText('No rules: everyone gets the same.').waitFor()
  })
})

describe('rules', () => {
  test('are put in another order by keyboard, and shared out in percentages that add up', async () => {
    await createFlag('ordered', withRules(ruleOf('rule-1', 65), ruleOf('rule-2', 40)))
    const page = await shop.open(`${list}/ordered`)
    await page.getByRole('button', { name: 'Move rule 2', exact: true }).focus()
    await page.keyboard.press('Space')
    await page.getByText('Put down here, it is rule 2 of 2.').waitFor({ state: 'attached' })
    await page.keyboard.press('ArrowUp')
    await page.getByText('Put down here, it is rule 1 of 2.').waitFor({ state: 'attached' })
    await page.keyboard.press('Space')
    await page.getByRole('listitem', { name: 'Rule 1: When age is above 40, serve simple.' }).waitFor()
    expect((await ruleOrder(page))[1]).toContain('age is above 65')

    await page.getByRole('button', { name: 'Edit rule 1' }).click()
    await page.getByText('Percentages').click()
    await page.getByLabel('Share of simple').fill('20')
    await page.keyboard.press('Tab')
    await page.getByRole('img', { name: '100 % take part: simple 20 %, standard 80 %' }).waitFor()
    await save(page, 'in another order')
    expect((await rulesOf('ordered')).map(({ id }) => id)).toEqual(['rule-2', 'rule-1'])
  })

  test('nest, name audiences, and are duplicated and removed with undo', async () => {
    await createFlag('nested', withRules(ruleOf('rule-1', 65)))
    const page = await shop.open(`${list}/nested`)
    await page.getByRole('button', { name: 'Duplicate rule 1' }).click()
    const second = page.getByRole('listitem', { name: /^Rule 2/ })
    await second.getByRole('button', { name: 'Audience' }).click()
    await second.getByRole('combobox', { name: 'Audience' }).click()
    await page.getByRole('option', { name: 'Above 65' }).click()
    await second.getByRole('button', { name: 'Group' }).click()
    await second.getByRole('group', { name: 'Any of these' }).getByRole('combobox', { name: 'Attribute' }).fill('plan')
    await second.getByRole('group', { name: 'Any of these' }).getByRole('textbox', { name: 'Value' }).fill('gold')
    await second.getByText('age is above 65 and in audience Above 65 and plan is gold').waitFor()
    await page.getByRole('button', { name: 'Remove rule 2' }).click()
    await page.getByText('Rule 2 is removed from the draft').waitFor()
    await page.getByRole('button', { name: 'Undo' }).click()
    await second.waitFor()
    await save(page, 'nested')
    expect((await rulesOf('nested'))[1]?.condition).toEqual({
      all: [
        { attribute: 'age', op: '>', value: 65 },
        { audience: 'above-65' },
        { any: [{ attribute: 'plan', op: 'equals', value: 'gold' }] },
      ],
    })
  })
})

describe('two people', () => {
  test.each([
    ['Keep mine', 70],
    ['Take theirs', 50],
  ])('edit one flag: both versions are shown, and one is chosen: %s', async (choice, kept) => {
    const key = `shared-${kept}`
    await createFlag(key, withRules(ruleOf('rule-1', 65)))
    const mine = await shop.open(`${list}/${key}`, { expects: [/412/] })
    const theirs = await shop.open(`${list}/${key}`)
    for (const [page, age] of [
      [mine, '70'],
      [theirs, '50'],
    ] as const) {
      await page.getByRole('button', { name: 'Edit rule 1' }).click()
      await page.getByRole('textbox', { name: 'Value', exact: true }).fill(age)
    }
    await save(theirs, 'their reason')
    await mine.getByRole('button', { name: 'Review and save' }).click()
    await mine
      .getByRole('dialog', { name: /^Save changes/ })
      .getByRole('button', { name: 'Save', exact: true })
      .click()
    const dialog = mine.getByRole('dialog', { name: 'Somebody changed this meanwhile' })
    await dialog.getByRole('row', { name: /value 70 50$/ }).waitFor()
    await axe(mine)
    await dialog.getByRole('button', { name: choice }).click()
    await mine.getByRole('listitem', { name: `Rule 1: When age is above ${kept}, serve simple.` }).waitFor()
    await mine.getByRole('button', { name: 'Review and save' }).waitFor({ state: 'detached' })
    expect(await rulesOf(key)).toMatchObject([{ condition: { value: kept } }])
  })
})

describe('the kill switch', () => {
  test('is two presses away in the list, and can be taken back', async () => {
    await createFlag('kill-me')
    const page = await shop.open(`${list}?q=kill-me`)
    await page.getByRole('button', { name: 'Actions on kill-me' }).click()
    await page.getByRole('menuitem', { name: 'Switch off in production' }).click()
    await page.getByLabel('Why?').fill('errors rise')
    await page.getByRole('dialog').getByRole('button', { name: 'Switch off' }).click()
    await page.getByText('kill-me is off in production').waitFor()
    const read = async () => (await shop.call(resources.flags.read, { params: params('kill-me') })).body
    expect((await read()).environments.production?.on).toBe(false)
    await page.getByRole('button', { name: 'Undo' }).click()
    await page
      .getByRole('row', { name: /kill-me/ })
      .getByText('on', { exact: true })
      .waitFor()
    await expect.poll(async () => (await read()).environments.production?.on).toBe(true)
  })

  test('acts at once in the editor, and leaves alone what is being written', async () => {
    await createFlag('kill-while-editing', withRules(ruleOf('rule-1', 65)))
    const page = await shop.open(`${list}/kill-while-editing`)
    await page.getByRole('button', { name: 'Edit rule 1' }).click()
    await page.getByRole('textbox', { name: 'Value', exact: true }).fill('70')
    await page.getByRole('button', { name: 'Switch off in production' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Switch off' }).click()
    await page.getByText('Everyone gets standard, whatever the rules say.').waitFor()
    expect(await rulesOf('kill-while-editing')).toMatchObject([{ condition: { value: 65 } }])
    await save(page, 'and now the rule')
    const { body } = await shop.call(resources.flags.read, { params: params('kill-while-editing') })
    expect(body.environments.production).toMatchObject({ on: false, rules: [{ condition: { value: 70 } }] })
  })
})

test('a flag is archived and brought back; its history brings back an earlier version', async () => {
  await createFlag('to-archive')
  const page = await shop.open(`${list}/to-archive`)
  await page.getByRole('button', { name: 'More actions' }).click()
  await page.getByRole('menuitem', { name: 'Archive' }).click()
  await page.getByRole('button', { name: 'Archive the flag' }).click()
  await page.getByText('to-archive is archived').waitFor()
  await page.getByRole('heading', { name: 'Flags', level: 1 }).waitFor()
  await page.getByRole('button', { name: 'Undo' }).click()
  await page.getByText('to-archive is back').waitFor()
  await page.getByRole('link', { name: /to-archive/ }).click()
  await page.getByRole('button', { name: 'History' }).click()
  await page
    .getByRole('dialog', { name: 'History of to-archive' })
    .getByText(/rollback/)
    .waitFor()
})

test('unsaved changes are not left behind without a question', async () => {
  await createFlag('left-behind')
  const page = await shop.open(`${list}/left-behind?tab=details`)
  await page.getByLabel('Description').fill('half a thought')
  await page.getByRole('link', { name: 'Audiences' }).click()
  await page.getByRole('dialog', { name: 'Leave without saving?' }).getByRole('button', { name: 'Stay' }).click()
  expect(await page.getByLabel('Description').inputValue()).toBe('half a thought')
  await page.getByRole('link', { name: 'Audiences' }).click()
  await page.getByRole('button', { name: 'Leave' }).click()
  await page.getByRole('heading', { name: 'Audiences', level: 1 }).waitFor()
})

test('texts from people stay texts', async () => {
  await createFlag('probe', {
    name: probe,
    description: probe,
    owner: probe,
    tags: [probe.slice(0, 90)],
    variants: [
      { key: 'simple', name: probe, value: probe },
      { key: 'standard', value: 'standard' },
    ],
    ...withRules({
      id: 'rule-1',
      description: probe,
      condition: { attribute: probe, op: 'equals', value: probe },
      serve: { variant: 'simple' },
    }),
  })
  const page = await shop.open(`${list}/probe`, { width: 390 })
  await page.getByRole('heading', { name: probe, level: 1 }).waitFor()
  await page.getByRole('listitem', { name: /^Rule 1/ }).waitFor()
  expect(await page.locator('img[src="x"]').count()).toBe(0)
  await page.getByRole('tab', { name: 'Variants and details' }).click()
  expect(await page.getByLabel('Value of simple').inputValue()).toBe(probe)
  expect(await page.title()).toContain('<img')
})

test('a viewer sees everything and changes nothing', async () => {
  const page = await shop.open(`${list}/checkout`, { as: 'viewer' })
  await page.getByText('Your role reads only').waitFor()
  await page.getByRole('listitem', { name: /^Rule 1/ }).waitFor()
  for (const name of ['Add a rule', 'Edit rule 1', 'Move rule 1', 'Switch off in production', 'More actions'])
    expect(await page.getByRole('button', { name }).count()).toBe(0)
  expect(await page.getByRole('switch').isDisabled()).toBe(true)
  await page.getByLabel('Value of age').fill('70')
  await page.getByRole('region', { name: 'What they get' }).getByText('in audience Above 65').waitFor()
  await axe(page)
  await page.goto(list)
  expect(await page.getByRole('button', { name: 'New flag' }).isDisabled()).toBe(true)
})

test.each([
  ['light', 1440],
  ['dark', 390],
] as const)('the editor has no barrier in %s colours at %d px', async (colorScheme, width) => {
  const page = await shop.open(`${list}/checkout`, { colorScheme, width })
  await page.getByRole('listitem', { name: /^Rule 1/ }).waitFor()
  await page.getByRole('button', { name: 'Edit rule 1' }).click()
  for (const tab of ['Variants and details', 'Measurement', 'Targeting']) {
    await page.getByRole('tab', { name: tab }).click()
    await page.getByRole('tabpanel', { name: tab }).waitFor()
    await axe(page)
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBe(0)
  }
})

test('2,000 flags are smooth: only the rows in sight exist, and a search narrows them', async () => {
  const { meta: _meta, ...definition } = (await shop.call(resources.flags.read, { params: params('checkout') })).body
  const author = { by: 'a test', at: new Date().toISOString() }
  for (let i = 0; i < manyFlags; i++) {
    const key = `many-${i}`
    const flag = { ...definition, key, name: `Flag ${i}` }
    const change = { project, noun: 'flags', key, action: 'create', expected: 'absent', status: 'active' } as const
    shop.server.platform.control.change({ ...change, definition: flag }, author)
  }
  const page = await shop.open(list)
  await page.getByText(/^2,0\d\d flags$/).waitFor()
  const table = page.getByRole('table', { name: 'Flags' })
  await table.getByRole('link').first().waitFor()
  for (const share of [0.3, 0.7, 1]) {
    await table.evaluate((element, part) => {
      const frame = element.parentElement
      if (frame) frame.scrollTop = frame.scrollHeight * part
    }, share)
    await expect.poll(() => table.locator('tbody tr').count(), { timeout: 20_000 }).toBeGreaterThan(5)
    expect(await table.locator('tbody tr').count()).toBeLessThan(100)
  }
  await page.getByLabel('Search flags').fill('many-1999')
  await page.getByText('1 flag', { exact: true }).waitFor()
  expect(new URL(page.url()).searchParams.get('q')).toBe('many-1999')
  await axe(page)
})
