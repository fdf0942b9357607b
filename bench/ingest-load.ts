import { connect, type Socket } from 'node:net'
import { bodyOf, idPlaceholder } from './ingest-event.ts'

/** A load generator in a process of its own: keep-alive raw sockets, and ids patched into one ready-made request. */
const [port = '0', events = '1', connections = '16', measureMs = '1000', key = ''] = process.argv.slice(2)

const digits = Buffer.from('0123456789abcdef')
const body = bodyOf(Number(events))
const head = `POST /v1/events HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nAuthorization: Bearer ${key}\r\nContent-Length: ${body.length}\r\n\r\n`
const ready = Buffer.from(head + body)
const places: number[] = []
for (let at = ready.indexOf(idPlaceholder); at >= 0; at = ready.indexOf(idPlaceholder, at + 1)) places.push(at)

let sent = 0
let answered = 0
let measuring = false
let refused = 0
const latenciesMs: number[] = []
// Every process starts its ids elsewhere, so that warm-up and measurement never repeat one.
const base = (Date.now() % 1_000_000) * 16_777_216

function write(socket: Socket, request: Buffer): void {
  for (const place of places) {
    let id = base + sent
    sent += 1
    for (let position = place + 11; position >= place; position -= 1) {
      request[position] = digits[id % 16] ?? 48
      id = Math.floor(id / 16)
    }
  }
  socket.write(request)
}

function open(): Socket {
  const socket = connect(Number(port), '127.0.0.1')
  socket.setNoDelay(true)
  const request = Buffer.from(ready)
  let sentMs = 0
  let received = ''
  const next = () => {
    received = ''
    sentMs = performance.now()
    write(socket, request)
  }
  socket.on('connect', next)
  socket.on('data', chunk => {
    received += chunk.toString('latin1')
    const headEnd = received.indexOf('\r\n\r\n')
    const length = /content-length: (\d+)/i.exec(received)?.[1]
    if (headEnd < 0 || length === undefined || received.length < headEnd + 4 + Number(length)) return
    if (measuring) {
      if (received.includes('"valid":')) answered += 1
      else refused += 1
      latenciesMs.push(performance.now() - sentMs)
    }
    next()
  })
  socket.on('error', error => process.stderr.write(`${error.message}\n`))
  return socket
}

const sockets = Array.from({ length: Number(connections) }, open)
const warmUpMs = 1000
setTimeout(() => {
  measuring = true
  const startMs = performance.now()
  setTimeout(() => {
    const seconds = (performance.now() - startMs) / 1000
    measuring = false
    for (const socket of sockets) socket.destroy()
    latenciesMs.sort((a, b) => a - b)
    const p99Ms = latenciesMs[Math.floor(latenciesMs.length * 0.99)] ?? 0
    process.send?.({ eventsPerSecond: (answered * Number(events)) / seconds, p99Ms, refused, sent })
  }, Number(measureMs))
}, warmUpMs)
