import { useEffect, useEffectEvent, useState } from 'react'
import type { Request, Route } from '../../contract/route.ts'
import { eventText } from './event-text.ts'
import { pathOf } from './key.ts'

/** How a stream is: `refused` carries the status and is final, everything else mends itself. */
export type StreamState = { is: 'closed' | 'connecting' | 'open' | 'waiting' } | { is: 'refused'; status: number }

const waitMsMin = 1000
const waitMsMax = 30_000

/**
 * Reads a route that answers server-sent events for as long as the component lives. `onMessages` gets the parsed data
 * of every message, in order, several at once when they come fast. Reconnects by itself, ever more slowly.
 */
export function useStream<R extends Route, Message>(
  route: R,
  request: Request<R>,
  onMessages: (messages: Message[]) => void,
  { enabled = true }: { enabled?: boolean } = {},
): StreamState {
  const [state, setState] = useState<StreamState>({ is: 'closed' })
  const deliver = useEffectEvent(onMessages)
  const { query } = request as { query?: Record<string, unknown> }
  const search = new URLSearchParams(
    Object.entries(query ?? {}).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]])),
  )
  const address = `${pathOf(route, request)}?${search}`

  useEffect(() => {
    if (!enabled) {
      setState({ is: 'closed' })
      return
    }
    const stop = new AbortController()
    void readForever(address, stop.signal, setState, messages => deliver(messages as Message[]))
    return () => stop.abort()
  }, [address, enabled])

  return state
}

async function readForever(
  address: string,
  signal: AbortSignal,
  say: (state: StreamState) => void,
  deliver: (messages: unknown[]) => void,
): Promise<void> {
  let waitMs = waitMsMin
  while (!signal.aborted) {
    say({ is: 'connecting' })
    try {
      const response = await fetch(address, { signal, headers: { accept: 'text/event-stream' } })
      if (response.status >= 400 && response.status < 500 && response.status !== 429) {
        say({ is: 'refused', status: response.status })
        return
      }
      if (response.ok && response.body) {
        say({ is: 'open' })
        waitMs = waitMsMin
        await deliverAll(response.body, deliver)
      }
    } catch (error) {
      if (signal.aborted) return
      // A broken connection is a TypeError; anything else is ours.
      if (!(error instanceof TypeError)) throw error
    }
    if (signal.aborted) return
    say({ is: 'waiting' })
    await new Promise(resolve => setTimeout(resolve, waitMs))
    waitMs = Math.min(waitMs * 2, waitMsMax)
  }
}

async function deliverAll(body: ReadableStream<Uint8Array>, deliver: (messages: unknown[]) => void): Promise<void> {
  const cut = eventText()
  const decoder = new TextDecoder()
  const reader = body.getReader()
  for (;;) {
    const { done, value } = await reader.read()
    if (done) return
    const messages = cut(decoder.decode(value, { stream: true }))
    if (messages.length > 0) deliver(messages.map(({ data }) => JSON.parse(data) as unknown))
  }
}
