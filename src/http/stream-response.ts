import type { HttpBindings } from '@hono/node-server'
import type { Context } from 'hono'
import type { EventStreams, StreamMessage } from './event-streams.ts'

const retryMsMin = 1000
const retryMsMax = 4000

/** What a stream has to know of the connection it goes out on. */
export type Outgoing = {
  /** The id of the last message the client has. */
  lastId: string | undefined
  preamble: Uint8Array
  /** Cuts the connection; there is none when the app is called in its own process. */
  disconnect: (() => void) | undefined
}

/** Answers with a stream of messages, of which a client that reconnects wants the newest only. */
export function streamResponse(
  c: Context,
  streams: EventStreams,
  listener: { topic: string; key: string; current: StreamMessage; random: number },
): Response {
  const { current, random, ...who } = listener
  return eventStream(c, random, outgoing => streams.open({ ...who, ...outgoing }, current))
}

/** Answers with a stream of server-sent events. `random` (0 to 1) spreads the reconnects of many clients. */
export function eventStream(
  c: Context,
  random: number,
  open: (outgoing: Outgoing) => ReadableStream<Uint8Array>,
): Response {
  const retryMs = Math.round(retryMsMin + random * (retryMsMax - retryMsMin))
  const { outgoing } = (c.env ?? {}) as Partial<HttpBindings>
  const body = open({
    lastId: c.req.header('last-event-id'),
    preamble: Buffer.from(`retry: ${retryMs}\n\n`),
    disconnect: outgoing && (() => void outgoing.destroy()),
  })
  return new Response(body, {
    headers: {
      'content-type': 'text/event-stream',
      'cache-control': 'no-store',
      // Proxies of the nginx family hold back what they are not told to pass on.
      'x-accel-buffering': 'no',
    },
  })
}
