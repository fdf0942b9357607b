import type { Settings } from './options.ts'

/** What came of a request: an answer with its body read, or status 0 and why there is none. */
export type Answer = { status: number; headers?: Headers; body: unknown }

/** What of a request is not the same for all of them. */
export type Ask = Omit<RequestInit, 'headers' | 'signal'> & { headers?: Record<string, string> }

/**
 * One request with the key in it, given up after the timeout of the settings; never rejects. An answer that
 * breaks off is no answer: what was sent is sent again under the same ids.
 */
export function request(settings: Settings, path: string, ask: Ask): Promise<Answer> {
  return new Promise(resolve => {
    const abort = new AbortController()
    // Not every `fetch` an app hands in heeds the signal.
    const end = (body: unknown) => {
      settings.timers.clearTimeout(timer)
      resolve({ status: 0, body })
      abort.abort()
    }
    const timer = setBackgroundTimeout(settings, () => end('timeout'), settings.requestTimeoutMs)
    const exchange = async () => {
      const response = await send(settings, path, ask, abort.signal)
      resolve({ status: response.status, headers: response.headers, body: await response.text() })
    }
    exchange().then(end, end)
  })
}

/** Sends a request with the key in it. */
export function send({ fetch, url, key }: Settings, path: string, ask: Ask, signal: AbortSignal): Promise<Response> {
  return fetch(url + path, { ...ask, headers: { ...ask.headers, authorization: `Bearer ${key}` }, signal })
}

/** How long to wait before attempt number `attempt` (from 0): anything up to a bound that doubles (full jitter). */
export function backoff({ backoffMs, backoffMsMax, random }: Settings, attempt: number): number {
  return random() * Math.min(backoffMsMax, backoffMs * 2 ** attempt)
}

/** A timer that does not keep a process alive where the platform knows such timers. */
export function setBackgroundTimeout({ timers }: Settings, callback: () => void, delayMs: number): unknown {
  const timer = timers.setTimeout(callback, delayMs) as { unref?: () => void } | undefined
  timer?.unref?.()
  return timer
}
