import { Agent, get } from 'node:http'
import { connect } from 'node:net'

/** The clients of the stream benchmark, in a process of their own: they say when each had what a change means. */
const [port = '0', key = '', streams = '1000'] = process.argv.slice(2)

const agent = new Agent({ keepAlive: true })
const nowMs = () => performance.timeOrigin + performance.now()
const marker = Buffer.from('\nid: ')
let arrivals: number[] = []
let bytes = 0

function arrived(): void {
  arrivals.push(nowMs())
  if (arrivals.length < Number(streams)) return
  process.send?.({ arrivalsMs: arrivals, bytes })
  arrivals = []
  bytes = 0
}

function fetchConfiguration(): void {
  const headers = { authorization: `Bearer ${key}`, 'accept-encoding': 'gzip' }
  get({ port: Number(port), host: '127.0.0.1', path: '/sdk/v1/config', headers, agent }, response => {
    response.on('data', chunk => {
      bytes += chunk.length
    })
    response.on('end', arrived)
  })
}

function open(): void {
  const socket = connect(Number(port), '127.0.0.1')
  socket.write(`GET /sdk/v1/stream HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ${key}\r\n\r\n`)
  let message: Buffer[] = []
  socket.on('data', chunk => {
    bytes += chunk.length
    message.push(chunk)
    // The end of a message is the end of a chunk, since each is written at once.
    if (!chunk.subarray(-6).includes('\n\n')) return
    const whole = Buffer.concat(message)
    message = []
    if (!whole.includes(marker)) return
    if (whole.includes('"configuration":')) arrived()
    else fetchConfiguration()
  })
  socket.on('error', error => process.stderr.write(`${error.message}\n`))
}

for (let index = 0; index < Number(streams); index += 1) open()
