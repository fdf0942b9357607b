import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { pathsIn } from '../src/main.ts'

/** The real server in a process of its own; `token` is the one its first start printed. */
export type ServeProcess = { child: ChildProcess; url: string; token: string | undefined }

const main = join(import.meta.dirname, '../src/cli/main.ts')
const startMsMax = 60_000

/** Starts `assay serve` on a data folder and a free port, and returns when it says where it listens. */
export async function startServe(dataDir: string): Promise<ServeProcess> {
  const isFirst = !existsSync(pathsIn(dataDir).control)
  const child = spawn(process.execPath, [main, 'serve', '--data', dataDir, '--port', '0'], {
    env: { ...process.env, ASSAY_LOG_LEVEL: 'silent', ASSAY_LOAD_INTERVAL_MS: '100' },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let said = ''
  child.stdout?.setEncoding('utf8').on('data', (chunk: string) => {
    said += chunk
  })
  const givenUpMs = Date.now() + startMsMax
  while (isRunning(child) && Date.now() < givenUpMs) {
    const url = /serves on (\S+)/.exec(said)?.[1]
    const token = /Token for programs, once:\s+(\S+)\n/.exec(said)?.[1]
    if (url !== undefined && (!isFirst || token !== undefined)) return { child, url, token }
    await wait(10)
  }
  child.kill('SIGKILL')
  throw new Error(`the server did not start: ${said}`)
}

/** Ends a server and returns when it has; one that is gone already stays gone. */
export async function stopServe({ child }: ServeProcess, signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
  if (!isRunning(child)) return
  child.kill(signal)
  await once(child, 'exit')
}

/** The exit code of a process ended by a signal stays null. */
function isRunning(child: ChildProcess): boolean {
  return child.exitCode === null && child.signalCode === null
}
