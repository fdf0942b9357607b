import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Load, Loaded } from './ingest-load.ts'
import type { ServerFacts } from './ingest-measuring.ts'

/** A server for a measurement: what answers, and how it is set up. */
export type Mode = {
  name: 'http' | 'parse' | 'burst' | 'sustained' | 'whole'
  full?: boolean
  backlogBytes?: number
  execArgv?: string[]
}

/** A server in a process of its own on a folder of its own. */
export type MeasuredServer = { child: ChildProcess; port: number; key: string; dir: string }

/** Starts a server and waits until it listens. */
export async function startServer(mode: Mode): Promise<MeasuredServer> {
  const dir = await mkdtemp(join(tmpdir(), 'assay-bench-'))
  const script = mode.name === 'whole' ? './ingest-whole.ts' : './ingest-server.ts'
  const told = [mode.name, dir, mode.full ? 'full' : '', ...(mode.backlogBytes ? [String(mode.backlogBytes)] : [])]
  const child = fork(new URL(script, import.meta.url), told, { execArgv: mode.execArgv ?? [] })
  const { port, key = '' } = await message<{ port: number; key?: string }>(child)
  return { child, port, key, dir }
}

/** Sends load to a server. */
export async function sendLoad(server: MeasuredServer, load: Omit<Load, 'port' | 'key'>): Promise<Loaded> {
  const told: Load = { ...load, port: server.port, key: server.key }
  const child = fork(new URL('./ingest-load.ts', import.meta.url), [JSON.stringify(told)])
  await message<'measuring'>(child)
  server.child.send('measure')
  const loaded = await message<Loaded>(child)
  server.child.send('pause')
  return loaded
}

/** Makes everything a server took queryable, and ends it. */
export async function drain(server: MeasuredServer): Promise<ServerFacts> {
  server.child.send('drain')
  const facts = await message<ServerFacts>(server.child)
  await rm(server.dir, { recursive: true, force: true })
  return facts
}

async function message<Value>(child: ChildProcess): Promise<Value> {
  const [value] = await once(child, 'message')
  return value
}
