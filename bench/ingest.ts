import { drain, type Mode, sendLoad, startServer } from './ingest-run.ts'

type Measured = { eventsPerSecond: number; p99Ms: number; refused: number; cpuUs: number; drainMs: number }

const connections = 64
const measureMs = 2500
const sizes = [1, 20, 100]
const burstMs = 10_000
const sustainedMs = 60_000

/**
 * Measures taking events against what HTTP and JSON alone cost, in one run of about four minutes: the event path by itself, the
 * same through everything the model can ask, then the server as people run it. Beside the rates it prints the processor time
 * an event costs the server, all threads and loading included: that stays true on a busy machine.
 */
export async function run(): Promise<void> {
  console.log(`ingest: ${connections} connections, one server process, load from another`)
  for (const events of sizes) {
    console.log(`${events} event${events === 1 ? '' : 's'} a request`)
    show('HTTP alone', await measure({ name: 'http' }, events))
    const floor = await measure({ name: 'parse' }, events)
    show('HTTP + JSON.parse, the floor', floor)
    show('acknowledged', await measure({ name: 'burst' }, events), floor)
    show('acknowledged and loaded', await measure({ name: 'sustained' }, events), floor)
    const fullFloor = await measure({ name: 'parse', full: true }, events)
    show('the floor of the full model', fullFloor)
    show('the full model, acknowledged', await measure({ name: 'burst', full: true }, events), fullFloor)
    show('the whole server, loading', await measure({ name: 'whole' }, events), floor)
  }
  console.log('for longer, through the full model, 100 events a request; the floor before and after')
  const before = await measure({ name: 'parse', full: true }, 100, burstMs / 2)
  const burst = await measure({ name: 'burst', full: true }, 100, burstMs)
  const after = await measure({ name: 'parse', full: true }, 100, burstMs / 2)
  const floor = between(before, after)
  show('HTTP + JSON.parse, the floor', floor)
  show('ten seconds, acknowledged', burst, floor)
  show('a minute, loading', await measure({ name: 'sustained', full: true }, 100, sustainedMs), floor)
}

/** Other people's machines on the same processor come and go, so what is compared is measured around it. */
function between(before: Measured, after: Measured): Measured {
  const mean = (of: (measured: Measured) => number) => (of(before) + of(after)) / 2
  return {
    ...before,
    eventsPerSecond: mean(({ eventsPerSecond }) => eventsPerSecond),
    p99Ms: mean(({ p99Ms }) => p99Ms),
    cpuUs: mean(({ cpuUs }) => cpuUs),
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
  console.log(`  ${name.padEnd(29)}${rate}${share}${name.endsWith('acknowledged') ? '' : end}`)
}

/** Measures one server under as much load as it takes. */
export async function measure(mode: Mode, events: number, forMs = measureMs): Promise<Measured> {
  const server = await startServer(mode)
  const { sent, ...measured } = await sendLoad(server, {
    events,
    connections,
    full: mode.full === true,
    measureMs: forMs,
  })
  const startMs = performance.now()
  const { drained, cpuUs } = await drain(server)
  const drainMs = performance.now() - startMs
  const loads = mode.name === 'sustained' || mode.name === 'whole'
  if (loads && drained < measured.acknowledged)
    throw new Error(`${measured.acknowledged} events were acknowledged, but only ${drained} are queryable`)
  return { ...measured, cpuUs: cpuUs / sent, drainMs }
}

function percent(share: number): string {
  return `${(100 * share).toFixed(0)} %`
}

if (process.argv[1] === import.meta.filename) await run()
