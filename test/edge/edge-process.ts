import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { onTestFinished } from 'vitest'

/** An edge in a process of its own, started by the command line. */
export type EdgeProcess = { url: string; kill(signal: 'SIGKILL' | 'SIGTERM'): Promise<void> }

export async function startEdgeProcess(args: readonly string[]): Promise<EdgeProcess> {
  const child = spawn(process.execPath, ['src/cli/main.ts', 'edge', '--port', '0', ...args], {
    stdio: ['ignore', 'pipe', 'ignore'],
    env: { ...process.env, ASSAY_LOG_LEVEL: 'silent', ASSAY_LOAD_INTERVAL_MS: '50' },
  })
  const exited = once(child, 'exit')
  onTestFinished(() => void child.kill('SIGKILL'))
  for await (const line of createInterface({ input: child.stdout })) {
    const url = /serves on (\S+)/.exec(line)?.[1]
    if (url === undefined) continue
    return {
      url,
      async kill(signal) {
        child.kill(signal)
        await exited
      },
    }
  }
  throw new Error('the edge ended before it served')
}
