import { once } from 'node:events'
import type { ServerType } from '@hono/node-server'

const idleCheckMs = 50
const graceMs = 10_000

/**
 * Stops a server: no new connections, streams end, requests under way are answered, and what is then still open after ten
 * seconds is cut. A client that asks again and again over a connection it holds cannot keep the server from stopping.
 */
export async function stopListening(server: ServerType, endStreams: () => void): Promise<void> {
  const closed = once(server, 'close')
  server.close()
  endStreams()
  const sweep = setInterval(() => {
    if ('closeIdleConnections' in server) server.closeIdleConnections()
  }, idleCheckMs)
  const cut = setTimeout(() => {
    if ('closeAllConnections' in server) server.closeAllConnections()
  }, graceMs)
  await closed
  clearInterval(sweep)
  clearTimeout(cut)
}
