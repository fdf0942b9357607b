import { connect, type Socket } from 'node:net'
import { bodyOf, idPlaceholder } from './ingest-event.ts'

/**
 * A load generator in a process of its own: keep-alive raw sockets, and ids patched into one ready-made request. With a rate
 * it sends that many events a second whatever happens, and counts the time from when a request was due.
 */
export type Load = {
  port: number
  key: string
  events: number
  connections: number
  full: boolean
  measureMs: number
  /** Events a second; absent: each connection sends as soon as it has its answer. */
  rate?: number
}

/** What came of it while it was measured; `acknowledged` counts from the start. */
export type Loaded = {
  eventsPerSecond: number
  p99Ms: number
  refused: number
  withRetryAfter: number
  sent: number
  acknowledged: number
}

const load = JSON.parse(process.argv[2] ?? '{}') as Load
const { port, key, events, connections, full, measureMs, rate } = load

const digits = Buffer.from('0123456789abcdef')
const body = bodyOf(events, full)
const head = `POST /v1/events HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nAuthorization: Bearer ${key}\r\nContent-Length: ${body.length}\r\n\r\n`
const ready = Buffer.from(head + body)
const places: number[] = []
for (let at = ready.indexOf(idPlaceholder); at >= 0; at = ready.indexOf(idPlaceholder, at + 1)) places.push(at)

let measuring = false
let acknowledged = 0
let answered = 0
let sent = 0
let refused = 0
let withRetryAfter = 0
const latenciesMs: number[] = []
// Every process starts its ids elsewhere, so that warm-up and measurement never repeat one.
let high = Date.now() % 0xffffff
let low = 0

function write(socket: Socket, request: Buffer): void {
  for (const place of places) {
    low += 1
    if (low > 0xffffff) {
      low = 0
      high += 1
    }
    for (let digit = 0, rest = low; digit < 6; digit += 1, rest >>= 4)
      request[place + 11 - digit] = digits[rest & 15] ?? 48
    for (let digit = 0, rest = high; digit < 6; digit += 1, rest >>= 4)
      request[place + 5 - digit] = digits[rest & 15] ?? 48
  }
  if (measuring) sent += events
  socket.write(request)
}

const idle: ((dueMs: number) => void)[] = []
const due: number[] = []

function open(): Socket {
  const socket = connect(port, '127.0.0.1')
  socket.setNoDelay(true)
  const request = Buffer.from(ready)
  let dueMs = 0
  let received = ''
  const send = (ms: number) => {
    received = ''
    dueMs = ms
    write(socket, request)
  }
  const next = () => {
    if (rate === undefined) send(performance.now())
    else {
      const waiting = due.shift()
      if (waiting === undefined) idle.push(send)
      else send(waiting)
    }
  }
  socket.on('connect', next)
  socket.on('data', chunk => {
    received += chunk.toString('latin1')
    const headEnd = received.indexOf('\r\n\r\n')
    const length = /content-length: (\d+)/i.exec(received)?.[1]
    if (headEnd < 0 || length === undefined || received.length < headEnd + 4 + Number(length)) return
    const isTaken = received.includes('"valid":')
    if (isTaken) acknowledged += events
    if (measuring) {
      if (isTaken) answered += 1
      else refused += 1
      if (!isTaken && /^retry-after: \d+/im.test(received)) withRetryAfter += 1
      latenciesMs.push(performance.now() - dueMs)
    }
    next()
  })
  socket.on('error', error => process.stderr.write(`${error.message}\n`))
  return socket
}

const sockets = Array.from({ length: connections }, open)
const warmUpMs = 1000
const startMs = performance.now()
if (rate !== undefined) {
  let planned = 0
  setInterval(() => {
    const nowMs = performance.now()
    for (; planned < ((nowMs - startMs) * rate) / 1000 / events; planned += 1) {
      const send = idle.shift()
      if (send === undefined) due.push(nowMs)
      else send(nowMs)
    }
  }, 2)
}
setTimeout(() => {
  measuring = true
  process.send?.('measuring')
  const measuredMs = performance.now()
  setTimeout(() => {
    const seconds = (performance.now() - measuredMs) / 1000
    measuring = false
    for (const socket of sockets) socket.destroy()
    latenciesMs.sort((a, b) => a - b)
    const p99Ms = latenciesMs[Math.floor(latenciesMs.length * 0.99)] ?? 0
    const loaded: Loaded = {
      eventsPerSecond: (answered * events) / seconds,
      p99Ms,
      refused,
      withRetryAfter,
      sent,
      acknowledged,
    }
    process.send?.(loaded, () => process.exit(0))
  }, measureMs)
}, warmUpMs)
