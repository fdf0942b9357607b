import { readFile } from 'node:fs/promises'
import { parse } from 'csv-parse/sync'
import { expect, test } from 'vitest'
import { calculated } from '../../src/cli/calc.ts'
import { reports, resources } from '../../src/contract/routes.ts'
import { scaleOf } from '../../src/core/report/metric-scale.ts'
import { experimentKey, flagKey } from '../../src/demo/shop.ts'
import { axe } from './axe.ts'
import { testConsole } from './console.ts'
import { hostileName, project, setUpReports, skewed } from './report-shop.ts'

const clock = { ms: Date.now() }
const shop = testConsole({ now: () => clock.ms, setUp: room => setUpReports(room, clock) })
const address = (key: string, search = '') => `/p/${project}/experiments/${key}/report${search}`
const reportOf = async (key: string) => (await shop.call(reports.report, { params: { project, key } })).body

test('the screen says what the API says, health and verdict before numbers', async () => {
  const report = await reportOf(experimentKey)
  const page = await shop.open(address(experimentKey))
  await page.getByRole('heading', { name: 'Ready to decide' }).waitFor()
  await page.getByText('Ship simple', { exact: false }).first().waitFor()
  for (const metric of report.metrics) {
    const arm = metric.arms.find(({ variant }) => variant === 'simple')
    const { comparison } = arm ?? {}
    if (comparison === undefined || 'unavailable' in comparison || 'unavailable' in comparison.relative)
      throw new Error(`${metric.metric} has no lift`)
    const lift = scaleOf(metric).lift(comparison.relative.lift)
    await page.getByRole('link', { name: `${lift}: where the lift of ${metric.name} by simple` }).waitFor()
    await page.getByRole('link', { name: metric.name, exact: true }).waitFor()
  }
  const order = await page.getByRole('region').evaluateAll(all => all.map(one => one.getAttribute('aria-label')))
  expect(order.indexOf('Verdict')).toBeLessThan(order.indexOf('Health'))
  await page
    .getByRole('img', { name: /Lift of/ })
    .first()
    .waitFor()
  await axe(page)
})

test('while the present numbers are calculated, those of the last recorded look are there, and say so', async () => {
  const { body } = await shop.call(reports.looks, { params: { project, key: experimentKey }, query: {} })
  const look = body.items.at(-1)
  if (look === undefined) throw new Error('no look was recorded')
  const page = await shop.open(`/p/${project}`)
  let release: () => void = () => undefined
  const held = new Promise<void>(resolve => {
    release = resolve
  })
  const isPresent = (url: URL) =>
    url.pathname.endsWith('/report') && url.pathname.includes('/api/') && !url.searchParams.has('until')
  await page.route(isPresent, async route => {
    await held
    await route.continue()
  })
  await page.goto(address(experimentKey))
  const meanwhile = page.getByRole('status').filter({ hasText: `Look ${look.number}, recorded` })
  await meanwhile.waitFor()
  await page.getByRole('link', { name: /where the lift of Purchase rate/ }).waitFor()
  await axe(page)
  release()
  await meanwhile.waitFor({ state: 'detached' })
  await page.getByRole('link', { name: /where the lift of Purchase rate/ }).waitFor()
})

test('a failing check veils the numbers until somebody asks for them, and marks them then', async () => {
  const page = await shop.open(address(skewed))
  await page.getByRole('heading', { name: 'Invalid' }).waitFor()
  await page.getByRole('heading', { name: 'The numbers are veiled' }).waitFor()
  expect(await page.getByRole('link', { name: 'Purchase rate', exact: true }).count()).toBe(0)
  await axe(page)
  await page.getByRole('button', { name: 'Show the numbers anyway' }).click()
  await page.getByRole('link', { name: 'Purchase rate', exact: true }).waitFor()
  await page.getByRole('alert').filter({ hasText: 'Not to be concluded from' }).waitFor()
})

test('names are text, whatever stands in them', async () => {
  const page = await shop.open(address(skewed))
  await page.getByRole('heading', { level: 1, name: hostileName }).waitFor()
  expect(await page.title()).toContain('<img')
  expect(await page.locator('img[src="x"]').count()).toBe(0)
})

test('every number opens onto its sums and the line that computes it again, by keyboard alone', async () => {
  const report = await reportOf(experimentKey)
  const page = await shop.open(address(experimentKey))
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
  await page.getByRole('link', { name: /where the lift of Purchase rate by simple/ }).focus()
  await page.keyboard.press('Enter')
  const drawer = page.getByRole('dialog', { name: /Purchase rate: simple against standard/ })
  await drawer.getByRole('table').waitFor()
  await axe(page)
  await drawer.getByRole('button', { name: 'Copy the test as assay calc' }).focus()
  await page.keyboard.press('Enter')
  const line = await page.evaluate(() => navigator.clipboard.readText())
  const [, input = '', name = ''] = /^echo '(.*)' \| assay calc (\S+)$/.exec(line) ?? []
  const { comparison } = report.metrics.find(({ metric }) => metric === 'purchase-rate')?.arms[1] ?? {}
  if (comparison === undefined || 'unavailable' in comparison) throw new Error('there is no comparison')
  const again = JSON.parse(calculated(name, input)) as { p: number; difference: number }
  expect(Math.abs(again.p / comparison.p - 1)).toBeLessThan(1e-9)
  expect(again.difference).toBeCloseTo(comparison.difference, 12)
  await page.keyboard.press('Escape')
  await drawer.waitFor({ state: 'hidden' })
})

test('the export holds every number with all of its digits', async () => {
  const report = await reportOf(experimentKey)
  const page = await shop.open(address(experimentKey))
  const saved = async (item: string) => {
    await page.getByRole('button', { name: 'Export' }).click()
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('menuitem', { name: item, exact: false }).click(),
    ])
    return readFile(await download.path(), 'utf8')
  }
  const rows: Record<string, string>[] = parse(await saved('CSV'), { columns: true })
  const json = JSON.parse(await saved('JSON')) as typeof report
  expect(json.metrics).toEqual(report.metrics)
  for (const metric of json.metrics)
    for (const { variant, units, comparison } of metric.arms) {
      const row = rows.find(one => one.metric === metric.metric && one.variant === variant)
      expect(Number(row?.units)).toBe(units)
      if (comparison !== undefined && 'se' in comparison) expect(Number(row?.se)).toBe(comparison.se)
    }
})

test('breakdowns and impact come when asked for', async () => {
  const page = await shop.open(address(experimentKey, '?view=breakdown'))
  await page.getByText('Lift of Purchase rate by country').waitFor()
  await page
    .getByText(/^DE \(/)
    .first()
    .waitFor()
  await page.getByRole('tab', { name: 'Impact and interactions' }).click()
  await page.getByRole('heading', { name: 'For the whole product' }).waitFor()
  await axe(page)
})

test('on a phone, in the dark, and on paper', async () => {
  const page = await shop.open(address(experimentKey), { width: 390, colorScheme: 'dark' })
  await page.getByRole('heading', { name: 'Ready to decide' }).waitFor()
  const wider = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
  expect(wider).toBeLessThanOrEqual(0)
  await axe(page)
  await page.emulateMedia({ media: 'print' })
  expect(await page.getByRole('button', { name: 'Decide…' }).isVisible()).toBe(false)
  expect(await page.getByRole('heading', { name: 'Ready to decide' }).isVisible()).toBe(true)
})

test('a viewer reads and decides nothing', async () => {
  const page = await shop.open(address(experimentKey), { as: 'viewer' })
  await page.getByRole('heading', { name: 'Ready to decide' }).waitFor()
  expect(await page.getByRole('button', { name: 'Decide…' }).count()).toBe(0)
})

test('a decision against the rule says so, is kept, and ships through the flag', async () => {
  const page = await shop.open(address(experimentKey))
  await page.getByRole('button', { name: 'Decide…' }).click()
  const dialog = page.getByRole('dialog', { name: 'Decide' })
  expect(await dialog.getByRole('radio', { checked: true }).count()).toBe(0)
  await dialog.getByRole('radio', { name: 'Do not ship' }).check()
  await dialog.getByText('This goes against the rule').waitFor()
  await axe(page)
  await dialog.getByRole('radio', { name: 'Ship simple' }).check()
  expect(await dialog.getByText('This goes against the rule').count()).toBe(0)
  await dialog.getByRole('textbox', { name: 'Why?' }).fill('it sells more')
  await dialog.getByRole('button', { name: 'Stop it and decide' }).click()
  const record = page.getByRole('region', { name: 'Decision' })
  await record.getByText('it sells more').waitFor()
  await record.getByRole('button', { name: /Serve simple/ }).click()
  await page.getByRole('button', { name: 'Serve simple', exact: true }).click()
  await page
    .getByText(/serves simple/)
    .first()
    .waitFor()
  const flag = await shop.call(resources.flags.read, { params: { project, key: flagKey } })
  expect(flag.body.environments.production?.rules[0]?.serve).toEqual({ variant: 'simple' })
  expect((await reportOf(experimentKey)).decision).toMatchObject({
    outcome: 'ship',
    variant: 'simple',
    override: false,
  })
})
