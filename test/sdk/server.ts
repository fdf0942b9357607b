import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Configuration } from '../../src/contract/configuration.ts'
import { WireEvent } from '../../src/contract/event.ts'

/** What the server does with the next request for events: take it, or misbehave. */
export type Behaviour =
  | 'take'
  | 'black-hole'
  | 'reset'
  | 'take-then-reset'
  | { status: number; headers?: Record<string, string> }

/** A real HTTP server on a free port that keeps what it took. */
export type TestServer = {
  readonly url: string
  readonly requests: { method: string; path: string; headers: IncomingMessage['headers'] }[]
  /** Events by id: sending one twice keeps one, as the real server does. */
  readonly events: Map<string, WireEvent>
  readonly attempts: WireEvent[][]
  /** Behaviours of the next requests for events, first come first; afterwards it takes. */
  readonly plan: Behaviour[]
  serve: (configuration: Configuration | Behaviour) => void
  close: () => Promise<void>
}

/** Starts the server. */
export async function startServer(): Promise<TestServer> {
  const requests: TestServer['requests'] = []
  const events = new Map<string, WireEvent>()
  const attempts: WireEvent[][] = []
  const plan: Behaviour[] = []
  let configuration: Configuration | Behaviour = { status: 404 }

  async function answerEvents(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const batch = WireEvent.array().parse(JSON.parse(await bodyOf(request)))
    attempts.push(batch)
    const behaviour = plan.shift() ?? 'take'
    if (behaviour === 'take' || behaviour === 'take-then-reset') for (const event of batch) events.set(event.id, event)
    if (behaviour === 'take') end(response, 200, { valid: batch.length, duplicate: 0, quarantined: 0, verdicts: [] })
    else misbehave(response, behaviour)
  }

  const server = createServer((request, response) => {
    const { method = '', url: path = '', headers } = request
    requests.push({ method, path, headers })
    if (path === '/v1/events') void answerEvents(request, response)
    else if (typeof configuration === 'string' || 'status' in configuration) misbehave(response, configuration)
    else if (headers['if-none-match'] === `"${configuration.version}"`) response.writeHead(304).end()
    else end(response, 200, configuration, { etag: `"${configuration.version}"` })
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    events,
    attempts,
    plan,
    serve: next => {
      configuration = next
    },
    close: () =>
      new Promise(resolve => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  }
}

function misbehave(response: ServerResponse, behaviour: Behaviour): void {
  if (behaviour === 'black-hole') return
  if (typeof behaviour === 'string') response.destroy()
  else end(response, behaviour.status, { title: 'no' }, behaviour.headers)
}

function end(response: ServerResponse, status: number, body: unknown, headers: Record<string, string> = {}): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body))
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks).toString('utf8')
}
