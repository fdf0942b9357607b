import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

type Measured = { eventsPerSecond: number; p99Ms: number; refused: number; cpuUs: number; drainMs: number }

const connections = 64
const measureMs = 2500
const sizes = [1, 20, 100]

/**
 * Measures taking events against what HTTP and JSON alone cost, in one run of about a minute: the event path by itself,
 * then the server as people run it. Beside the rates it prints the
 * processor time an event costs the server, all threads and loading included: that stays true on a busy machine.
 */
export async function run(): Promise<void> {
  console.log(`ingest: ${connections} connections, one server process, load from another`)
  for (const events of sizes) {
    console.log(`${events} event${events === 1 ? '' : 's'} a request`)
    show('HTTP alone', await measure('http', events))
    const floor = await measure('parse', events)
    show('HTTP + JSON.parse, the floor', floor)
    show('acknowledged', await measure('burst', events), floor)
    show('acknowledged and loaded', await measure('sustained', events), floor)
    show('the whole server, loading', await measure('whole', events), floor)
  }
}

function show(name: string, { eventsPerSecond, p99Ms, refused, cpuUs, drainMs }: Measured, floor?: Measured): void {
  const rate = `${(eventsPerSecond / 1000).toFixed(1).padStart(7)} k/s  p99 ${p99Ms.toFixed(0).padStart(4)} ms  ${cpuUs.toFixed(2).padStart(6)} us of processor`
  const share = floor
    ? `  ${percent(eventsPerSecond / floor.eventsPerSecond)} of the floor, ${percent(floor.cpuUs / cpuUs)} by processor time`
    : ''
  const end = floor
    ? `, queryable ${drainMs.toFixed(0)} ms after the last${refused > 0 ? `, ${refused} refused` : ''}`
    : ''
  console.log(`  ${name.padEnd(29)}${rate}${share}${name === 'acknowledged' ? '' : end}`)
}

async function measure(mode: string, events: number): Promise<Measured> {
  const dir = await mkdtemp(join(tmpdir(), 'assay-bench-'))
  const script = mode === 'whole' ? './ingest-whole.ts' : './ingest-server.ts'
  const server = fork(new URL(script, import.meta.url), [mode, dir])
  const { port, key = '' } = await message<{ port: number; key?: string }>(server)
  const told = [port, events, connections, measureMs, key].map(String)
  const load = fork(new URL('./ingest-load.ts', import.meta.url), told)
  const { sent, ...measured } = await message<Omit<Measured, 'cpuUs' | 'drainMs'> & { sent: number }>(load)
  const startMs = performance.now()
  server.send('drain')
  const { drained, cpuUs } = await message<{ drained: number; cpuUs: number }>(server)
  const drainMs = performance.now() - startMs
  if (drained > sent) throw new Error(`${drained} events are queryable, but only ${sent} were sent`)
  await rm(dir, { recursive: true })
  return { ...measured, cpuUs: cpuUs / sent, drainMs }
}

async function message<Value>(child: ChildProcess): Promise<Value> {
  const [value] = await once(child, 'message')
  return value
}

function percent(share: number): string {
  return `${(100 * share).toFixed(0)} %`
}

if (process.argv[1] === import.meta.filename) await run()
