import type { HttpBindings } from '@hono/node-server'
import type { Context } from 'hono'
import type { EventStreams, StreamMessage } from './event-streams.ts'

const retryMsMin = 1000
const retryMsMax = 4000

/** Answers with a stream of server-sent events. `random` (0 to 1) spreads the reconnects of many clients. */
export function streamResponse(
  c: Context,
  streams: EventStreams,
  listener: { topic: string; key: string; current: StreamMessage; random: number },
): Response {
  const { topic, key, current, random } = listener
  const retryMs = Math.round(retryMsMin + random * (retryMsMax - retryMsMin))
  // There is no connection when the app is called in its own process.
  const { outgoing } = (c.env ?? {}) as Partial<HttpBindings>
  const body = streams.open(
    {
      topic,
      key,
      lastId: c.req.header('last-event-id'),
      preamble: Buffer.from(`retry: ${retryMs}\n\n`),
      disconnect: outgoing && (() => void outgoing.destroy()),
    },
    current,
  )
  return new Response(body, {
    headers: {
      'content-type': 'text/event-stream',
      'cache-control': 'no-store',
      // Proxies of the nginx family hold back what they are not told to pass on.
      'x-accel-buffering': 'no',
    },
  })
}
