import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const streams = 1000
const rounds = 10
const warmUpRounds = 3
/** Configurations of about 2, 20, 60 and 80 KB: the last one is announced and fetched. */
const sizes = [10, 90, 270, 360]

type Measured = { p50Ms: number; p99Ms: number; addedMb: number; bytes: number }

/** Measures how long a committed change takes to all open streams, and what those cost while idle; about half a minute. */
export async function run(): Promise<void> {
  console.log(
    `stream: ${streams} open streams, ${rounds} changes; from the request for a change to the configuration in a client`,
  )
  for (const flags of sizes) {
    const floor = await measure('floor', flags)
    const ours = await measure('ours', flags)
    const kilobytes = (ours.bytes / streams / 1024).toFixed(1)
    console.log(
      `${String(flags).padStart(4)} flags, ${kilobytes.padStart(5)} KB each  ours p50 ${ms(ours.p50Ms)}, p99 ${ms(ours.p99Ms)}, ${ours.addedMb.toFixed(0)} MB   floor (bare node:http) p50 ${ms(floor.p50Ms)}, p99 ${ms(floor.p99Ms)}, ${floor.addedMb.toFixed(0)} MB`,
    )
  }
}

async function measure(mode: string, flags: number): Promise<Measured> {
  const dir = await mkdtemp(join(tmpdir(), 'assay-bench-'))
  const server = fork(new URL('./stream-server.ts', import.meta.url), [mode, dir, String(flags)], {
    execArgv: ['--expose-gc'],
  })
  const { port, key } = await message<{ port: number; key: string }>(server)
  const load = fork(new URL('./stream-load.ts', import.meta.url), [String(port), key, String(streams)])
  await message(load)
  const latenciesMs: number[] = []
  let bytes = 0
  for (let round = 1; round <= warmUpRounds + rounds; round += 1) {
    const everybody = message<{ arrivalsMs: number[]; bytes: number }>(load)
    const committed = message<{ startMs: number }>(server)
    server.send({ round })
    const { startMs } = await committed
    const arrived = await everybody
    bytes = arrived.bytes
    if (round > warmUpRounds) latenciesMs.push(...arrived.arrivalsMs.map(atMs => atMs - startMs))
  }
  const memory = message<{ addedMb: number }>(server)
  server.send({})
  const { addedMb } = await memory
  server.kill('SIGKILL')
  load.kill('SIGKILL')
  await rm(dir, { recursive: true })
  latenciesMs.sort((a, b) => a - b)
  const at = (share: number) => latenciesMs[Math.floor(latenciesMs.length * share)] ?? 0
  return { p50Ms: at(0.5), p99Ms: at(0.99), addedMb, bytes }
}

async function message<Value>(child: ChildProcess): Promise<Value> {
  const [value] = await once(child, 'message')
  return value
}

function ms(value: number): string {
  return `${value.toFixed(0)} ms`
}

if (process.argv[1] === import.meta.filename) await run()
