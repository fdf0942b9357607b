import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api'
import { compilePlan, planAnswer, segmentAnswers } from '../src/store/events/compile-plan.ts'
import { compileSeries, seriesAnswer } from '../src/store/events/compile-series.ts'
import { handWritten, tuned } from './report-floor.ts'
import { fillShop, plan } from './report-shop.ts'

const rounds = 5
/** The place of revenue among the metrics of the plan. */
const revenue = 1

/** Measures the query of a report against one written by hand for the same ten metrics, in turns, in one run. */
export async function run({ events = 10_000_000, units = 500_000 } = {}): Promise<void> {
  const dir = await mkdtemp(join(tmpdir(), 'assay-bench-'))
  const instance = await DuckDBInstance.create(join(dir, 'events.duckdb'), { threads: '2' })
  const connection = await instance.connect()
  try {
    await fillShop(connection, events, units)
    console.log(
      `report: ${events / 1e6} M events, ${units / 1000} k exposed units, 10 metrics with pre-period; median of ${rounds}`,
    )
    const { sql, parameters } = compilePlan(plan)
    const ask = async () => planAnswer(plan, (await connection.runAndReadAll(sql, parameters)).getRowObjectsJS())
    await expectSameNumbers(connection, (await ask()).metrics[1]?.arms.map(arm => arm.means[0]) ?? [])
    const segmented = compilePlan(plan, { kind: 'context', field: 'platform' })
    const overTime = compileSeries(plan, revenue, null)
    const read = async (asked: typeof segmented) =>
      (await connection.runAndReadAll(asked.sql, asked.parameters)).getRowObjectsJS()
    const deeper = async () => {
      segmentAnswers(plan, await read(segmented))
      seriesAnswer(plan, revenue, await read(overTime))
    }
    const timesMs = { floor: [] as number[], ours: [] as number[], deeper: [] as number[], tuned: [] as number[] }
    for (let round = 0; round < rounds; round++) {
      timesMs.floor.push(await timeMs(() => connection.runAndReadAll(handWritten)))
      timesMs.ours.push(await timeMs(ask))
      timesMs.deeper.push(await timeMs(deeper))
      timesMs.tuned.push(await timeMs(() => connection.runAndReadAll(tuned)))
    }
    const floor = median(timesMs.floor)
    const line = (name: string, ms: number) =>
      console.log(`  ${name.padEnd(44)} ${ms.toFixed(0).padStart(6)} ms  ${(ms / floor).toFixed(2)} x`)
    line('floor: written by hand', floor)
    line('ours: compiled, exact to 1e-9, any plan', median(timesMs.ours))
    const whole = median(timesMs.ours) + median(timesMs.deeper)
    const times = (whole / median(timesMs.ours)).toFixed(2)
    line(`with breakdown and series (${times} x ours)`, whole)
    line('for information: tuned, raw sums', median(timesMs.tuned))
  } finally {
    connection.closeSync()
    instance.closeSync()
    await rm(dir, { recursive: true })
  }
}

/** A floor that answers another question is no floor. */
async function expectSameNumbers(connection: DuckDBConnection, revenue: (number | undefined)[]): Promise<void> {
  for (const query of [handWritten, tuned]) {
    const rows = (await connection.runAndReadAll(query)).getRowObjectsJS()
    for (const [arm, row] of rows.entries()) {
      const difference = Number(row['avg(revenue)']) - (revenue[arm] ?? Number.NaN)
      if (!(Math.abs(difference) < 1e-6))
        throw new Error(`the floor says ${row['avg(revenue)']}, the report ${revenue[arm]}`)
    }
  }
}

async function timeMs(work: () => Promise<unknown>): Promise<number> {
  const startMs = performance.now()
  await work()
  return performance.now() - startMs
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN
}

if (process.argv[1] === import.meta.filename) await run()
