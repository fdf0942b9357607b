import type { Settings } from './options.ts'

/** What came of a request: an answer with its body read, or why there is none. */
export type Answer = { status: number; headers: Headers; body: string } | { failed: unknown }

/**
 * One request with the key in it, given up after the timeout of the settings; never rejects. An answer that
 * breaks off is no answer: what was sent is sent again under the same ids.
 */
export async function request(
  settings: Settings,
  path: string,
  init: RequestInit & { headers: Record<string, string> },
): Promise<Answer> {
  const abort = new AbortController()
  let timer: unknown
  const patience = new Promise<never>((_resolve, reject) => {
    timer = setBackgroundTimeout(
      settings,
      () => {
        reject(new Error(`no answer within ${settings.requestTimeoutMs} ms`))
        abort.abort()
      },
      settings.requestTimeoutMs,
    )
  })
  try {
    const headers = { ...init.headers, authorization: `Bearer ${settings.key}` }
    return await Promise.race([patience, exchange(settings, path, { ...init, headers, signal: abort.signal })])
  } catch (failed) {
    return { failed }
  } finally {
    settings.timers.clearTimeout(timer)
  }
}

async function exchange(settings: Settings, path: string, init: RequestInit): Promise<Answer> {
  const response = await settings.fetch(settings.url + path, init)
  return { status: response.status, headers: response.headers, body: await response.text() }
}

/** How long to wait before attempt number `attempt` (from 0): anything up to a bound that doubles (full jitter). */
export function backoff({ backoffMs, backoffMsMax, random }: Settings, attempt: number): number {
  return random() * Math.min(backoffMsMax, backoffMs * 2 ** Math.min(attempt, 30))
}

/** A timer that does not keep a process alive where the platform knows such timers. */
export function setBackgroundTimeout({ timers }: Settings, callback: () => void, delayMs: number): unknown {
  const timer = timers.setTimeout(callback, delayMs)
  if (typeof timer === 'object' && timer !== null && 'unref' in timer && typeof timer.unref === 'function')
    timer.unref()
  return timer
}
