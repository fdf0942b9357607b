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
  | 'take-and-hold'
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
  /** Answers that are held back: calling one sends it. */
  readonly held: (() => void)[]
  serve: (configuration: Configuration | Behaviour) => void
  /** Whether configurations are streamed, and from when on small ones are in the message itself. */
  readonly streams: { offered: boolean; embedded: boolean; open: Set<ServerResponse> }
  /** Ends every stream, as a server does that shuts down. */
  endStreams: () => void
  /** What remote evaluation answers to a context. */
  evaluate: (context: Record<string, unknown>) => unknown
  close: () => Promise<void>
}

/** Starts the server. */
export async function startServer(): Promise<TestServer> {
  const requests: TestServer['requests'] = []
  const events = new Map<string, WireEvent>()
  const attempts: WireEvent[][] = []
  const plan: Behaviour[] = []
  const held: TestServer['held'] = []
  const streams: TestServer['streams'] = { offered: false, embedded: true, open: new Set() }
  let configuration: Configuration | Behaviour = { status: 404 }

  async function answerEvents(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const batch = WireEvent.array().parse(JSON.parse(await bodyOf(request)))
    attempts.push(batch)
    const behaviour = plan.shift() ?? 'take'
    if (typeof behaviour === 'string' && behaviour.startsWith('take'))
      for (const event of batch) events.set(event.id, event)
    const answer = () => end(response, 200, { valid: batch.length, duplicate: 0, quarantined: 0, verdicts: [] })
    if (behaviour === 'take') answer()
    else if (behaviour === 'take-and-hold') held.push(answer)
    else misbehave(response, behaviour)
  }

  // As src/http/configuration-event.ts writes it.
  function sendNewest(response: ServerResponse): void {
    if (typeof configuration === 'string' || 'status' in configuration) return
    const { version } = configuration
    const data = { type: 'refetchEvaluation', version, ...(streams.embedded ? { configuration } : {}) }
    response.write(`id: ${version}\ndata: ${JSON.stringify(data)}\n\n`)
  }

  function answerStream({ headers }: IncomingMessage, response: ServerResponse): void {
    response.writeHead(200, { 'content-type': 'text/event-stream' })
    response.write('retry: 5\n\n')
    const version = typeof configuration === 'object' && 'version' in configuration ? configuration.version : undefined
    if (headers['last-event-id'] !== version) sendNewest(response)
    streams.open.add(response)
    response.on('close', () => streams.open.delete(response))
  }

  async function answerRemote(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { context } = JSON.parse(await bodyOf(request))
    const answer = JSON.stringify(started.evaluate(context))
    const etag = JSON.stringify(`${Buffer.byteLength(answer)}-${answer.length}`)
    if (request.headers['if-none-match'] === etag) response.writeHead(304).end()
    else end(response, 200, JSON.parse(answer), { etag })
  }

  const server = createServer((request, response) => {
    const { method = '', url: path = '', headers } = request
    requests.push({ method, path, headers })
    if (path === '/v1/events') void answerEvents(request, response)
    else if (path === '/ofrep/v1/evaluate/flags') void answerRemote(request, response)
    else if (path === '/sdk/v1/stream' && streams.offered) answerStream(request, response)
    else if (path === '/sdk/v1/stream') misbehave(response, { status: 404 })
    else if (typeof configuration === 'string' || 'status' in configuration) misbehave(response, configuration)
    else if (headers['if-none-match'] === `"${configuration.version}"`) response.writeHead(304).end()
    else end(response, 200, configuration, { etag: `"${configuration.version}"` })
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const started: TestServer = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    events,
    attempts,
    plan,
    held,
    serve: next => {
      configuration = next
      for (const response of streams.open) sendNewest(response)
    },
    streams,
    endStreams: () => {
      for (const response of streams.open) response.end()
    },
    evaluate: () => ({ flags: [] }),
    close: () =>
      new Promise(resolve => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  }
  return started
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
