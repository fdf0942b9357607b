import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { importFile } from '../../src/cli/import.ts'
import { readReport } from '../../src/cli/report.ts'
import { Config } from '../../src/config.ts'
import type { Report } from '../../src/contract/report.ts'
import { resources } from '../../src/contract/routes.ts'
import { openTestAssay, tempFolder } from '../assay.ts'

const hillstrom = join(import.meta.dirname, '../../../shared/data/hillstrom.csv.gz')

function terminal() {
  const written: string[] = []
  return { output: { write: (text: string) => written.push(text) }, text: () => written.join('') }
}

async function reportOf(data: string, experiment?: string): Promise<Report> {
  return JSON.parse(await readReport(experiment, { data, json: true }, false)) as Report
}

function armOf(report: Report, metric: string, variant: string) {
  const arm = report.metrics.find(found => found.metric === metric)?.arms.find(found => found.variant === variant)
  const comparison = arm?.comparison
  if (!arm || typeof arm.value !== 'number') throw new Error(`no value of ${metric} for ${variant}`)
  return { value: arm.value, units: arm.units, comparison: comparison && 'p' in comparison ? comparison : undefined }
}

describe('assay import of the Hillstrom e-mail experiment', () => {
  // Kevin Hillstrom's MineThatData e-mail challenge (2008); the figures were recomputed with scipy.
  it.skipIf(!existsSync(hillstrom))(
    'and assay report give the known results (skipped where the data file is absent)',
    async () => {
      const data = tempFolder()
      const { output, text } = terminal()
      const flags = {
        data,
        environment: 'production',
        variant: 'segment',
        control: 'No E-Mail',
        outcome: ['visit', 'conversion', 'spend'],
        ratio: ['order-value=spend/conversion'],
      }
      await importFile(hillstrom, flags, output, Date.now)
      expect(text()).toContain('74,550 events from 64,000 rows, none rejected')
      const report = await reportOf(data)
      expect(report.exposures.arms.map(({ units }) => units)).toEqual([21_306, 21_307, 21_387])
      const arms = ['no-e-mail', 'mens-e-mail', 'womens-e-mail']
      const values = (metric: string) => arms.map(arm => armOf(report, metric, arm).value)
      expect(values('visit').map(value => (100 * value).toFixed(4))).toEqual(['10.6167', '18.2757', '15.1400'])
      expect(values('spend').map(value => value.toFixed(4))).toEqual(['0.6528', '1.4226', '1.0772'])
      expect(values('order-value').map(value => value.toFixed(2))).toEqual(['114.00', '113.53', '121.89'])
      const mens = armOf(report, 'spend', 'mens-e-mail').comparison
      expect([mens?.difference.toFixed(4), mens?.se.toFixed(5), mens?.t.toFixed(3), mens?.p.toExponential(2)]).toEqual([
        '0.7698',
        '0.14525',
        '5.300',
        '1.16e-7',
      ])
      const womens = armOf(report, 'spend', 'womens-e-mail').comparison
      expect([womens?.difference.toFixed(4), womens?.se.toFixed(5), womens?.p.toPrecision(3)]).toEqual([
        '0.4244',
        '0.13033',
        '0.00113',
      ])
      // The standard error of a difference of two ratios: sqrt(9.29^2 + 6.82^2), sqrt(9.29^2 + 7.67^2).
      const se = (variant: string) => armOf(report, 'order-value', variant).comparison?.se ?? 0
      expect(se('mens-e-mail')).toBeCloseTo(Math.hypot(9.29, 6.82), 1)
      expect(se('womens-e-mail')).toBeCloseTo(Math.hypot(9.29, 7.67), 1)
    },
  )
})

const csv = [
  'customer,group,bought,spent,spent_before',
  'a,control,1,10.5,3',
  'b,control,0,0,0',
  'c,new,1,20,1',
  'd,new,maybe,5,0',
  'e,,1,5,0',
  '"f, jr",new,0,,2',
].join('\n')

describe('assay import', () => {
  it('rejects rows it cannot use into a file with the reason, and imports the others', async () => {
    const data = tempFolder()
    const file = join(data, 'shop.csv')
    writeFileSync(file, csv)
    const rejects = join(data, 'rejects.ndjson')
    const { output, text } = terminal()
    const flags = {
      data,
      environment: 'production',
      unit: 'customer',
      variant: 'group',
      control: 'control',
      outcome: ['bought:proportion', 'spent'],
      before: ['spent=spent_before'],
      rejects,
    }
    await importFile(file, flags, output, Date.now)
    expect(text()).toContain('2 rejected')
    expect(
      readFileSync(rejects, 'utf8')
        .trim()
        .split('\n')
        .map(line => JSON.parse(line)),
    ).toMatchObject([
      { row: 4, reason: 'column bought is not a number: maybe' },
      { row: 5, reason: 'column group (the variant) is empty' },
    ])
    const report = await reportOf(data)
    expect(report.exposures).toMatchObject({ units: 4, excluded: 0 })
    const spent = report.metrics.find(({ metric }) => metric === 'spent')
    expect(spent?.arms.map(({ sums }) => ({ columns: sums.columns, means: sums.means }))).toEqual([
      { columns: ['y', 'yPre'], means: [5.25, 1.5] },
      { columns: ['y', 'yPre'], means: [10, 1.5] },
    ])
  })

  it('a second run of the same file changes nothing', async () => {
    const data = tempFolder()
    const file = join(data, 'shop.csv.gz')
    writeFileSync(file, gzipSync(csv))
    const flags = {
      data,
      environment: 'production',
      unit: 'customer',
      variant: 'group',
      control: 'control',
      outcome: ['spent'],
      rejects: join(data, 'r'),
    }
    await importFile(file, flags, terminal().output, Date.now)
    const before = await reportOf(data)
    const { output, text } = terminal()
    await importFile(file, flags, output, Date.now)
    expect(text()).toContain('imported before')
    expect((await reportOf(data)).metrics).toEqual(before.metrics)
  })

  it('goes on after an interruption and sends nothing twice', async () => {
    const data = tempFolder()
    const file = join(data, 'many.csv')
    const rows = 20_000
    writeFileSync(
      file,
      ['group,spent', ...Array.from({ length: rows }, (_, row) => `${row % 2 ? 'control' : 'new'},${row % 7}`)].join(
        '\n',
      ),
    )
    const flags = {
      data,
      environment: 'production',
      variant: 'group',
      control: 'control',
      outcome: ['spent'],
      rejects: join(data, 'r'),
    }
    const interrupted = importFile(file, flags, failingAfter(2), Date.now)
    await expect(interrupted).rejects.toThrow('the terminal went away')
    const { output, text } = terminal()
    await importFile(file, flags, output, Date.now)
    expect(text()).toMatch(/Going on after row \d+/)
    const report = await reportOf(data)
    expect(report.exposures).toMatchObject({ units: rows, excluded: 0 })
    const total = report.metrics[0]?.arms.reduce((sum, arm) => sum + (arm.sums.means[0] ?? 0) * arm.sums.n, 0)
    expect(Math.round(total ?? 0)).toBe(
      Array.from({ length: rows }, (_, row) => row % 7).reduce((sum, value) => sum + value, 0),
    )
  })

  it('says which columns there are when it is not told what they mean', async () => {
    const data = tempFolder()
    const file = join(data, 'odd.csv')
    writeFileSync(file, 'x,y\n1,2\n3,4\n')
    await expect(
      importFile(file, { data, environment: 'production' }, terminal().output, Date.now),
    ).rejects.toMatchObject({
      message: expect.stringContaining('x: number'),
      hint: expect.stringContaining('--variant'),
    })
    await expect(
      importFile(join(data, 'none.csv'), { data, environment: 'production' }, terminal().output, Date.now),
    ).rejects.toMatchObject({ hint: 'Check the path.' })
  })

  it('takes a row per event from NDJSON, typed by the event definitions', async () => {
    const data = tempFolder()
    const assay = await openTestAssay({ dataDir: data })
    await assay.call(resources.projects.create, { params: {}, body: { key: 'shop', name: 'Shop' } })
    const properties = { sku: { type: 'string' as const, required: true }, price: { type: 'number' as const } }
    await assay.call(resources.events.create, {
      params: { project: 'shop' },
      body: { key: 'view', owner: 'o', purpose: 'p', properties },
    })
    await assay.close()
    const file = join(data, 'events.ndjson')
    const rows = [
      { at: '2026-01-01T10:00:00Z', who: 'u1', what: 'view', sku: '007', price: 12.5 },
      { at: 'noon', who: 'u1', what: 'view', sku: '1' },
      { at: '2026-01-01T11:00:00Z', who: 'u2', what: 'unheard_of' },
    ]
    writeFileSync(file, rows.map(row => JSON.stringify(row)).join('\n'))
    const { output, text } = terminal()
    await importFile(
      file,
      {
        data,
        project: 'shop',
        environment: 'production',
        eventColumn: 'what',
        time: 'at',
        unitField: ['user_id=who'],
        rejects: join(data, 'r'),
      },
      output,
      Date.now,
    )
    expect(text()).toContain('1 events from 3 rows, 2 rejected')
    const again = await openTestAssay({ dataDir: data })
    const found = await again.platform.events.query(
      'SELECT user_id, sku, price, epoch_ms(_time) AS at FROM project_shop.view',
    )
    expect(found).toMatchObject([{ user_id: 'u1', sku: '007', price: 12.5, at: Date.parse('2026-01-01T10:00:00Z') }])
  })
})

/** A terminal that breaks in the middle of the import. */
function failingAfter(lines: number) {
  let left = lines
  return {
    write(text: string) {
      if (!text.startsWith('Importing')) return
      left -= 1
      if (left < 0) throw new Error('the terminal went away')
    },
  }
}

it('the default configuration is the documented one', () => {
  expect(Config.parse({})).toMatchObject({ port: 4000, dataDir: './data', host: '127.0.0.1' })
})
