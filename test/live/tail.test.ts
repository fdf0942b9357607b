import { describe, expect, it } from 'vitest'
import type { TailMessage } from '../../src/contract/live.ts'
import { createTail, type TailListener, type TailOptions } from '../../src/live/tail.ts'
import { line, purchase } from '../store/events/fixture.ts'

const listener: TailListener = { project: 'shop', query: {}, key: 'k', preamble: Buffer.from('retry: 1\n\n') }
const events = (count: number, from = 0) =>
  Array.from({ length: count }, (_, index) => ({ line: line(`e${from + index}`), verdict: 'valid' as const }))

function opened(options: Partial<TailOptions> = {}, more: Partial<TailListener> = {}) {
  const tail = createTail({ keyHolds: () => true, definitionOf: () => purchase, ...options })
  const reader = tail.open({ ...listener, ...more }).getReader()
  return { tail, read: () => messagesOf(reader), reader }
}

/** The messages of the next chunk, undefined at the end. */
async function messagesOf(reader: ReadableStreamDefaultReader<Uint8Array>): Promise<TailMessage[] | undefined> {
  const { value, done } = await reader.read()
  if (done) return undefined
  return Buffer.from(value)
    .toString()
    .split('\n\n')
    .flatMap(text => (text.startsWith('data: ') ? [JSON.parse(text.slice(6)) as TailMessage] : []))
}

/** Lets everything that waits for a free moment have it. */
async function quiet(): Promise<void> {
  for (let turn = 0; turn < 500; turn += 1) await new Promise(resolve => setImmediate(resolve))
}

describe('a tail', () => {
  it('costs nothing when nobody watches the project', async () => {
    const { tail, read } = opened()
    await read()
    tail.observe({ project: 'other', events: [{ line: 'not even parsed', verdict: 'valid' }] })
    await quiet()
    tail.observe({ project: 'shop', events: events(1) })
    expect(await read()).toMatchObject([{ type: 'event', id: 'e0' }])
  })

  it('tells a slow reader how many it missed, where the gap is, and goes on', async () => {
    const { tail, read } = opened({ waitingMax: 10 })
    await read()
    tail.observe({ project: 'shop', events: events(25) })
    await quiet()
    const first = await read()
    expect(first?.map(message => message.type)).toEqual([...Array(10).fill('event'), 'missed'])
    expect(first?.at(-1)).toEqual({ type: 'missed', events: 15 })
    tail.observe({ project: 'shop', events: events(2, 100) })
    expect(await read()).toMatchObject([{ type: 'event', id: 'e100' }])
  })

  it('holds a bounded number of events, and observing never takes longer for a reader that does not read', async () => {
    const { tail, read } = opened({ backlogMax: 100 })
    await read()
    for (let batch = 0; batch < 50; batch += 1) tail.observe({ project: 'shop', events: events(50, batch * 50) })
    await quiet()
    const messages: TailMessage[] = []
    while (messages.filter(({ type }) => type === 'event').length < 100) messages.push(...((await read()) ?? []))
    const missed = messages.reduce((sum, message) => sum + (message.type === 'missed' ? message.events : 0), 0)
    expect(missed).toBe(2400)
  })

  it('ends when the key does, and lets go of a reader that stopped reading', async () => {
    let holds = true
    const { tail, read } = opened({ keyHolds: () => holds })
    await read()
    tail.open(listener)
    for (let beat = 0; beat < 3; beat += 1) {
      const reading = read()
      tail.beat()
      expect(await reading).toEqual([])
    }
    expect(tail.size()).toBe(1)
    const last = read()
    holds = false
    tail.recheck()
    expect(tail.size()).toBe(0)
    expect(await last).toBeUndefined()
  })

  it('masks personal values, and all of an event that is not defined', async () => {
    const personal = {
      ...purchase,
      properties: {
        ...purchase.properties,
        order_id: {
          type: 'string' as const,
          required: true,
          privacy: { class: 'personal' as const, treatment: 'keep' as const, purpose: 'service' },
        },
      },
    }
    const { tail, read } = opened({ definitionOf: (_, event) => (event === 'purchase' ? personal : undefined) })
    await read()
    tail.observe({ project: 'shop', events: [...events(1), { line: line('x', { event: 'old' }), verdict: 'valid' }] })
    const messages = [...((await read()) ?? []), ...((await read()) ?? [])]
    expect(messages).toMatchObject([
      { properties: { order_id: '***', amount: 9.99 } },
      { properties: { order_id: '***', amount: '***' } },
    ])
  })
})
