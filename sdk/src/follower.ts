import type { Settings } from './options.ts'
import { type Ask, backoff, request, setBackgroundTimeout } from './request.ts'
import type { Listen } from './stream.ts'

/** What the server is asked for, and who reads it. */
export type Source = {
  readonly path: string
  /** A request, and who takes the answer to it; that throws or rejects when it cannot be read. */
  readonly prepare: () => readonly [ask: Ask, accept: (said: unknown, headers?: Headers) => unknown]
  /** Waits for changes of the version that is known; left out, they are asked for. */
  readonly listen?: Listen | undefined
  readonly version: () => string | undefined
  /** Whether another context needs another answer. */
  readonly perContext?: boolean
}

/** Keeps what the server says up to date. */
export type Follower = {
  /** Asks now; false when the server did not answer with something to use. Never rejects. */
  readonly ask: () => Promise<boolean>
  readonly close: () => void
}

/** Asks, then listens for changes until that ends, or waits; and asks again. */
export function follow(settings: Settings, { path, prepare, listen, version }: Source): Follower {
  const { report, pollIntervalMs, random, timers } = settings
  const closing = new AbortController()
  const { signal } = closing
  let failures = 0
  let timer: unknown

  async function ask(): Promise<boolean> {
    try {
      const [question, accept] = prepare()
      const { status, headers, body } = await request(settings, path, question)
      if (signal.aborted || status === 304) return true
      if (status !== 200) throw status || body
      await accept(JSON.parse(`${body}`), headers)
      return true
    } catch (cause) {
      report('configuration', 'no configuration', cause)
      return false
    }
  }

  async function round(): Promise<void> {
    // Jitter keeps clients from asking all at once.
    let delayMs = pollIntervalMs * (0.9 + 0.2 * random())
    if (!(await ask())) delayMs = Math.min(delayMs, backoff(settings, failures++))
    else {
      const retryMs = await listen?.(settings, version(), signal, message)
      if (retryMs === undefined) failures = 0
      else delayMs = Math.max(retryMs, backoff(settings, failures++))
    }
    if (!signal.aborted) timer = setBackgroundTimeout(settings, round, delayMs)
  }

  // Large configurations are announced on the stream and fetched; without text there is only a sign of life.
  async function message(text: string): Promise<void> {
    failures = 0
    if (text) {
      const { configuration } = JSON.parse(text)
      if (configuration) await prepare()[1](configuration)
      else await ask()
    }
  }

  if (pollIntervalMs > 0) void round()

  return {
    ask,
    close: () => {
      closing.abort()
      timers.clearTimeout(timer)
    },
  }
}
