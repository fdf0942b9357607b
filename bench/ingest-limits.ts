import { setTimeout as wait } from 'node:timers/promises'
import { drain, type MeasuredServer, sendLoad, startServer } from './ingest-run.ts'

const events = 20
const connections = 64
const peakMs = 10_000
const steadyMs = 10_000
const overloadMs = 10_000
/** So much may wait to be loaded here; people's servers allow more, which only takes longer to fill. */
const backlogBytes = 96 * 1024 * 1024
const probeMs = 100
const recoveryMsMax = 60_000

/**
 * Measures the whole server at its limits, in about a minute: how long answers and queryability take at 70 % of the most it
 * takes, and whether at three times that and more it says so, keeps its memory, loses nothing and recovers.
 */
export async function run(): Promise<void> {
  console.log(`ingest at its limits: the whole server, ${events} events a request`)
  const peak = await peakRate()
  console.log(`  the most it takes and loads   ${thousands(peak)}`)
  await steady(peak * 0.7)
  await overload(peak)
}

/** Bursts are taken faster; this is what the whole server can go on with, loading included. */
async function peakRate(): Promise<number> {
  const server = await startServer({ name: 'whole' })
  const startMs = performance.now()
  const { acknowledged } = await sendLoad(server, { events, connections, full: false, measureMs: peakMs })
  await drain(server)
  return acknowledged / ((performance.now() - startMs) / 1000)
}

async function steady(rate: number): Promise<void> {
  const server = await startServer({ name: 'whole' })
  const loaded = await sendLoad(server, { events, connections, full: false, measureMs: steadyMs, rate })
  const { queryableP95Ms, drained } = await drain(server)
  if (drained < loaded.acknowledged) throw new Error(`${loaded.acknowledged} acknowledged, but ${drained} queryable`)
  const taken = `${thousands(loaded.eventsPerSecond)}  p99 ${loaded.p99Ms.toFixed(0)} ms`
  console.log(`  at 70 % of that               ${taken}, queryable after ${(queryableP95Ms / 1000).toFixed(1)} s (p95)`)
}

async function overload(peak: number): Promise<void> {
  const server = await startServer({ name: 'whole', backlogBytes })
  // Large requests get past HTTP faster than loading can follow, and refusals are cheap: there is always more to come.
  const many = { events: events * 5, connections: 3 * connections, full: false }
  const loaded = await sendLoad(server, { ...many, measureMs: overloadMs })
  const offered = loaded.sent / (overloadMs / 1000)
  const recoveryMs = await recovered(server)
  const { rssBytesMax, drained } = await drain(server)
  if (drained < loaded.acknowledged) throw new Error(`${loaded.acknowledged} acknowledged, but ${drained} queryable`)
  if (loaded.withRetryAfter !== loaded.refused) throw new Error('a refusal did not say when to come again')
  const times = `${(offered / peak).toFixed(1)} times that`
  console.log(`  at ${times.padEnd(27)}${thousands(loaded.eventsPerSecond)} acknowledged, the rest told to wait`)
  console.log(`    refused requests            ${loaded.refused}, all with Retry-After`)
  console.log(`    acknowledged, queryable     ${loaded.acknowledged}, ${drained}, each once`)
  console.log(`    memory at most              ${(rssBytesMax / 1e6).toFixed(0)} MB`)
  console.log(`    takes events again after    ${(recoveryMs / 1000).toFixed(1)} s`)
}

/** How long it is until a request is taken again. */
async function recovered({ port, key }: MeasuredServer): Promise<number> {
  const startMs = performance.now()
  while (performance.now() - startMs < recoveryMsMax) {
    const answer = await fetch(`http://127.0.0.1:${port}/v1/events`, {
      method: 'POST',
      headers: { authorization: `Bearer ${key}` },
      body: '[]',
    })
    if (answer.status === 200) return performance.now() - startMs
    await wait(probeMs)
  }
  throw new Error('the server did not take events again')
}

function thousands(rate: number): string {
  return `${(rate / 1000).toFixed(1).padStart(7)} k/s`
}

if (process.argv[1] === import.meta.filename) await run()
