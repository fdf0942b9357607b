import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import { z } from 'zod'
import { BatchAnswer } from '../contract/event.ts'
import { ProblemDetails } from '../contract/problem.ts'
import { apps } from '../contract/routes.ts'
import type { EdgeKey } from './edge-keys.ts'
import { retryAfterMs } from './patience.ts'

/** What came of asking: 'withdrawn' means that Assay itself says the key or its environment is gone; anything else unexpected is to be waited out. */
export type Fetched =
  | { configuration: { version: string; text: string } }
  | 'unchanged'
  | { withdrawn: 'unauthenticated' | 'not-found' }
  | { failed: string; afterMs: number }

/** What became of a batch. 'refused' and 'too-large' are said by Assay itself; nothing in between can refuse an event. */
export type Forwarded = { taken: BatchAnswer } | 'too-large' | { refused: string } | { failed: string; afterMs: number }

/** The server an edge stands before. */
export type Upstream = {
  configuration(key: EdgeKey, knownVersion: string | undefined, signal: AbortSignal): Promise<Fetched>
  /** The open stream of a configuration's changes, or why there is none. */
  stream(key: EdgeKey, knownVersion: string | undefined, signal: AbortSignal): Promise<Response | { failed: string }>
  forward(key: EdgeKey, events: readonly string[], backfill: boolean, signal: AbortSignal): Promise<Forwarded>
}

const requestMsMax = 30_000
const refusals = [400, 401, 403, 415, 422]

/** What of a configuration an edge has to understand; the rest it passes on as it is. */
export const ConfigurationHead = z.looseObject({ format: z.literal(1), version: z.string().min(1) })

const compress = promisify(gzip)

export function upstreamAt(url: string, now: () => number): Upstream {
  function ask(path: string, key: EdgeKey, init: RequestInit & { headers: Record<string, string> }): Promise<Response> {
    const headers = { ...init.headers, authorization: `Bearer ${key.secret}` }
    return fetch(new URL(path, url), { ...init, headers, redirect: 'error' })
  }

  function failure(response: Response, text: string): { failed: string; afterMs: number } {
    const afterMs = retryAfterMs(response.headers.get('retry-after'), now())
    return { failed: `the upstream answered ${response.status}: ${text.slice(0, 200)}`, afterMs }
  }

  return {
    async configuration(key, knownVersion, signal) {
      try {
        const response = await ask(apps.configuration.path, key, {
          headers: knownVersion === undefined ? {} : { 'if-none-match': `W/"${knownVersion}"` },
          signal: AbortSignal.any([signal, AbortSignal.timeout(requestMsMax)]),
        })
        const text = await response.text()
        if (response.status === 304) return 'unchanged'
        const head = response.ok ? ConfigurationHead.safeParse(parsed(text)) : undefined
        if (head?.success) return { configuration: { version: head.data.version, text } }
        if (saysAssay(text) && (response.status === 401 || response.status === 403))
          return { withdrawn: 'unauthenticated' }
        if (saysAssay(text) && response.status === 404) return { withdrawn: 'not-found' }
        return failure(response, text)
      } catch (error) {
        return { failed: reasonOf(error), afterMs: 0 }
      }
    },
    async stream(key, knownVersion, signal) {
      try {
        const headers: Record<string, string> = { accept: 'text/event-stream' }
        if (knownVersion !== undefined) headers['last-event-id'] = knownVersion
        const response = await ask(apps.stream.path, key, { headers, signal })
        if (response.ok && response.headers.get('content-type')?.startsWith('text/event-stream')) return response
        await response.body?.cancel()
        return { failed: `the upstream answered ${response.status} instead of a stream` }
      } catch (error) {
        return { failed: reasonOf(error) }
      }
    },
    async forward(key, events, backfill, signal) {
      try {
        const response = await ask(apps.events.path, key, {
          method: 'POST',
          headers: {
            'content-type': 'application/json',
            'content-encoding': 'gzip',
            ...(backfill ? { 'assay-backfill': 'true' } : {}),
          },
          body: new Uint8Array(await compress(`[${events.join(',')}]`, { level: 1 })),
          signal: AbortSignal.any([signal, AbortSignal.timeout(requestMsMax)]),
        })
        const text = await response.text()
        const answer = response.ok ? BatchAnswer.safeParse(parsed(text)) : undefined
        // A page of a proxy may say 200 too; only an account of every event counts as taken.
        if (answer?.success && countOf(answer.data) === events.length) return { taken: answer.data }
        if (saysAssay(text) && response.status === 413) return 'too-large'
        if (saysAssay(text) && refusals.includes(response.status))
          return { refused: `${response.status}: ${text.slice(0, 500)}` }
        return failure(response, text)
      } catch (error) {
        return { failed: reasonOf(error), afterMs: 0 }
      }
    },
  }
}

function countOf({ valid, duplicate, quarantined, refused = 0 }: BatchAnswer): number {
  return valid + duplicate + quarantined + refused
}

/** Whether an answer is a problem in Assay's own words. */
function saysAssay(text: string): boolean {
  const problem = ProblemDetails.safeParse(parsed(text))
  return problem.success && problem.data.type.startsWith('/problems/')
}

/** What a text says as JSON. JSON has no undefined, so undefined can mean that the text is not JSON. */
export function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  return error.cause instanceof Error ? `${error.message}: ${error.cause.message}` : error.message
}
