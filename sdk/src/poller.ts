import type { Configuration } from '../../src/contract/configuration.ts'
import { compileFlags } from '../../src/core/evaluate/compile.ts'
import type { FlagProgram } from '../../src/core/evaluate/evaluate.ts'
import type { Settings } from './options.ts'
import { backoff, request, setBackgroundTimeout } from './request.ts'

/** Keeps the newest configuration at hand, compiled. */
export type Poller = {
  readonly flags: () => ReadonlyMap<string, FlagProgram> | undefined
  readonly version: () => string | undefined
  /** True as soon as there is a configuration, false when there is none after so long. Never rejects. */
  readonly ready: (timeoutMs: number) => Promise<boolean>
  readonly close: () => void
}

/** Starts with the bootstrap configuration if there is one, and asks the server unless told not to. */
export function createPoller(settings: Settings): Poller {
  const waiting = new Set<() => void>()
  let flags: ReadonlyMap<string, FlagProgram> | undefined
  let version: string | undefined
  let etag: string | undefined
  let failures = 0
  let timer: unknown
  let closed = false

  function accept(candidate: unknown): boolean {
    if (!isConfiguration(candidate)) return fail('This is not a configuration the SDK can read.')
    if (candidate.version === version) return true
    try {
      flags = compileFlags(candidate)
    } catch (cause) {
      return fail('The configuration cannot be compiled.', cause)
    }
    version = candidate.version
    for (const wake of waiting) wake()
    notify(candidate.version)
    return true
  }

  function notify(to: string): void {
    try {
      settings.onChange(to)
    } catch (cause) {
      fail('onChange failed.', cause)
    }
  }

  function fail(message: string, cause?: unknown): false {
    settings.onError({ during: 'configuration', message, cause })
    return false
  }

  async function poll(): Promise<void> {
    const succeeded = await ask()
    if (closed) return
    failures = succeeded ? 0 : failures + 1
    // Without any configuration it is worth asking sooner; a little jitter keeps clients from asking all at once.
    const patience = settings.pollIntervalMs * (0.9 + 0.2 * settings.random())
    const delayMs = flags === undefined ? Math.min(patience, backoff(settings, failures)) : patience
    timer = setBackgroundTimeout(settings, () => void poll(), delayMs)
  }

  async function ask(): Promise<boolean> {
    const headers: Record<string, string> = etag === undefined ? {} : { 'if-none-match': etag }
    const answer = await request(settings, '/sdk/v1/config', { headers })
    if (closed) return true
    if ('failed' in answer) return fail('The configuration cannot be fetched.', answer.failed)
    if (answer.status === 304) return true
    if (answer.status !== 200) return fail(`The configuration cannot be fetched: ${answer.status}.`)
    const accepted = accept(parse(answer.body))
    if (accepted) etag = answer.headers.get('etag') ?? undefined
    return accepted
  }

  if (settings.bootstrap !== undefined) accept(settings.bootstrap)
  if (settings.pollIntervalMs > 0) void poll()

  return {
    flags: () => flags,
    version: () => version,
    ready: timeoutMs => {
      if (flags !== undefined) return Promise.resolve(true)
      return new Promise(resolve => {
        const end = () => {
          waiting.delete(end)
          settings.timers.clearTimeout(patience)
          resolve(flags !== undefined)
        }
        const patience = settings.timers.setTimeout(end, timeoutMs)
        waiting.add(end)
      })
    },
    close: () => {
      closed = true
      if (timer !== undefined) settings.timers.clearTimeout(timer)
    },
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // Not JSON is not a configuration, and that is what is reported.
    return undefined
  }
}

const parts = ['units', 'attributes', 'audiences', 'lists', 'holdouts', 'experiments', 'flags'] as const

// The server has checked every detail; this only tells a configuration from an error page or another format.
function isConfiguration(value: unknown): value is Configuration {
  if (typeof value !== 'object' || value === null) return false
  const candidate = value as Partial<Configuration>
  return (
    candidate.format === 1 &&
    candidate.hash === 'murmur3-32' &&
    typeof candidate.version === 'string' &&
    parts.every(part => typeof candidate[part] === 'object' && candidate[part] !== null)
  )
}
