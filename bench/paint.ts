import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import { Config } from '../src/config.ts'
import type { MetricFormula } from '../src/contract/metric.ts'
import { lifecycle, reports, resources } from '../src/contract/routes.ts'
import { apiClient } from '../src/http/client.ts'
import { pathsIn, startServer } from '../src/main.ts'
import { launchChromium } from '../test/chromium.ts'
import { definitions, fillShop, plan, tables } from './report-shop.ts'

const rounds = 5
const halfDayMs = 12 * 3_600_000
const firstDayMs = plan.fromMs

/**
 * Measures how long the report of a large experiment takes until its first number is on screen, in a real browser, server
 * started anew: half a day after a look, when all of it has to be calculated, and at the end, when the last look is recorded.
 */
export async function run({ events = 10_000_000, units = 500_000 } = {}): Promise<void> {
  const dataDir = await mkdtemp(join(tmpdir(), 'assay-bench-'))
  const config = Config.parse({ dataDir, port: 0, logLevel: 'error' })
  const token = await prepare(config)
  const instance = await DuckDBInstance.create(pathsIn(dataDir).events, { threads: '2' })
  const connection = await instance.connect()
  for (const table of tables) await connection.run(`DROP TABLE IF EXISTS ${table}`)
  await connection.run(`DROP SCHEMA IF EXISTS "project_${plan.project}" CASCADE`)
  await fillShop(connection, events, units)
  connection.closeSync()
  instance.closeSync()
  let nowMs = plan.untilMs - halfDayMs
  const server = await startServer(config, { now: () => nowMs })
  const browser = await launchChromium()
  try {
    const path = `/p/${plan.project}/experiments/${plan.experiment}/report`
    const context = await browser.newContext()
    const page = await context.newPage()
    await page.goto(server.ownerLink(path))
    await page.getByRole('button', { name: 'Sign in' }).click()
    const number = page.getByRole('link', { name: /where the lift of revenue/ })
    await number.waitFor({ timeout: 120_000 })
    const call = apiClient({ url: server.url, token })
    console.log(
      `paint: report of ${events / 1e6} M events, ${units / 1000} k exposed units, 10 metrics; median of ${rounds}`,
    )
    for (const moment of ['between two looks: what is seen first is of the last one', 'the last look is recorded']) {
      const answerMs: number[] = []
      const paintMs: number[] = []
      for (let round = 0; round < rounds; round += 1) {
        // What the page goes on to ask for may not stand in the way of what is measured.
        await page.waitForLoadState('networkidle')
        const askedMs = performance.now()
        await call(reports.report, { params: { project: plan.project, key: plan.experiment } })
        answerMs.push(performance.now() - askedMs)
        const openedMs = performance.now()
        await page.goto(`${server.url}${path}`)
        await number.waitFor({ timeout: 120_000 })
        paintMs.push(performance.now() - openedMs)
      }
      console.log(`  ${moment}`)
      console.log(`    the floor: the API's answer alone     ${median(answerMs).toFixed(0).padStart(6)} ms`)
      console.log(
        `    from address to first number on screen ${median(paintMs).toFixed(0).padStart(5)} ms  ${(median(paintMs) / median(answerMs)).toFixed(2)} x`,
      )
      nowMs = plan.untilMs
    }
  } finally {
    await browser.close()
    await server.close()
    await rm(dataDir, { recursive: true })
  }
}

/** Defines the shop of the plan through the API and starts its experiment; returns a token. */
async function prepare(config: Config): Promise<string> {
  const server = await startServer(config, { now: () => firstDayMs })
  const token = server.welcome?.token ?? ''
  const call = apiClient({ url: server.url, token })
  const params = { project: plan.project }
  await call(resources.projects.create, { params: {}, body: { key: plan.project, name: 'Shop' } })
  for (const body of definitions) await call(resources.events.create, { params, body })
  for (const planned of plan.metrics) {
    if (!('z' in planned)) throw new Error(`${planned.metric} has no totals`)
    const { metric, y, z } = planned
    const body = { key: metric, name: metric, formula: formulaOf(y, z) }
    await call(resources.metrics.create, { params, body })
  }
  const variants = plan.variants.map(key => ({ key, value: key }))
  const environments = { [plan.environment]: { on: true, fallthrough: 'control' } }
  const flag = { key: 'checkout', name: 'Checkout', type: 'string' as const, variants, off: 'control', environments }
  const kept = await call(resources.flags.create, { params, body: flag })
  await call(resources.experiments.create, {
    params,
    body: {
      key: plan.experiment,
      name: 'Checkout',
      flag: 'checkout',
      environment: plan.environment,
      variants: plan.variants.map(variant => ({ variant, weight: 50 })),
      control: 'control',
      metrics: plan.metrics.map(({ metric }, place) => ({
        metric,
        role: place < 2 ? ('success' as const) : ('secondary' as const),
      })),
      analysis: { windowDays: 7, prePeriodDays: 14 },
    },
  })
  const rules = [{ id: 'all', serve: { experiment: plan.experiment } }]
  await call(resources.flags.change, {
    params: { ...params, key: 'checkout' },
    body: { environments: { [plan.environment]: { on: true, fallthrough: 'control', rules } } },
    ifMatch: kept.etag ?? '',
  })
  await call(lifecycle.start, {
    params: { ...params, key: plan.experiment },
    query: { why: 'its events are put there afterwards' },
    ifMatch: '"1"',
  })
  await server.close()
  return token
}

function formulaOf(y: number, z: number | null): MetricFormula {
  const total = (place: number) => {
    const { event = '', property } = plan.terms[place] ?? {}
    return { event, ...(property === null || property === undefined ? {} : { property }) }
  }
  return z === null ? { kind: 'mean', total: total(y) } : { kind: 'ratio', numerator: total(y), denominator: total(z) }
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN
}

if (process.argv[1] === import.meta.filename) await run()
