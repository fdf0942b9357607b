import { createServer } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { serve } from '@hono/node-server'
import { Hono } from 'hono'
import { expect, it, onTestFinished } from 'vitest'
import { createEventStreams, type EventStreams } from '../../src/http/event-streams.ts'
import { streamResponse } from '../../src/http/stream-response.ts'

const message = (id: string, text = id) => ({ id, bytes: Buffer.from(text) })
const listener = { topic: 't', key: 'k', lastId: undefined, preamble: Buffer.from('hello ') }

function readerOf(stream: ReadableStream<Uint8Array>): () => Promise<string | undefined> {
  const reader = stream.getReader()
  return async () => {
    const { value } = await reader.read()
    return value && Buffer.from(value).toString()
  }
}

function open(streams: EventStreams, more: Partial<Parameters<EventStreams['open']>[0]> = {}) {
  return readerOf(streams.open({ ...listener, ...more }, message('1')))
}

it('shares the bytes of a message between streams', async () => {
  const streams = createEventStreams(() => true)
  const readers = [1, 2].map(() => streams.open({ ...listener, lastId: '1' }, message('1')).getReader())
  for (const reader of readers) await reader.read()
  const reads = readers.map(reader => reader.read())
  const sent = message('2')
  streams.send('t', sent)
  for (const read of reads) expect((await read).value).toBe(sent.bytes)
})

it('a client that is slow for a while gets the newest message only', async () => {
  const streams = createEventStreams(() => true)
  const next = open(streams)
  for (const id of ['2', '3', '4']) streams.send('t', message(id))
  expect([await next(), await next()]).toEqual(['hello ', '4'])
})

it('a client that does not read from one beat to the next is dropped, others are told that the connection lives', async () => {
  const streams = createEventStreams(() => true)
  let cut = 0
  const disconnect = () => {
    cut += 1
  }
  open(streams, { disconnect })
  const next = open(streams)
  await next()
  await next()
  const waiting = next()
  streams.beat()
  expect([streams.size(), cut, await waiting]).toEqual([2, 0, ':\n\n'])
  const again = next()
  streams.beat()
  expect([streams.size(), cut, await again]).toEqual([1, 1, ':\n\n'])
})

it('a key that does not hold any more ends its streams, and no new stream opens after the close', async () => {
  let holds = true
  const streams = createEventStreams(key => holds || key !== 'k')
  const [next, other] = [open(streams), open(streams, { key: 'other' })]
  for (const read of [next, other]) expect([await read(), await read()]).toEqual(['hello ', '1'])
  const [end, stays] = [next(), other()]
  holds = false
  streams.recheck()
  expect(await end).toBeUndefined()
  streams.close()
  expect(await stays).toBeUndefined()
  const late = open(streams)
  expect([await late(), await late(), streams.size()]).toEqual(['hello ', undefined, 0])
})

it('the connection of a reader that never drains is cut', async () => {
  const streams = createEventStreams(() => true)
  const app = new Hono().get('/', c =>
    streamResponse(c, streams, { topic: 't', key: 'k', current: message('0'), random: 0 }),
  )
  const server = serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1', createServer })
  onTestFinished(() => void server.close())
  await new Promise(resolve => server.once('listening', resolve))
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1')
  socket.write('GET / HTTP/1.1\r\nHost: localhost\r\n\r\n')
  await new Promise(resolve => socket.once('data', resolve))
  socket.pause()
  const closed = new Promise(resolve => socket.once('close', resolve))
  // More than the buffers between two processes hold, so that it has to wait in the stream.
  const large = 'x'.repeat(8 * 1024 * 1024)
  for (let id = 1; id <= 4; id += 1) {
    streams.send('t', message(String(id), large))
    await new Promise(resolve => setImmediate(resolve))
  }
  streams.beat()
  expect(streams.size()).toBe(1)
  streams.beat()
  expect(streams.size()).toBe(0)
  socket.resume()
  await closed
})
