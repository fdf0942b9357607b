import fc from 'fast-check'
import { expect, it } from 'vitest'
import { eventReader } from '../../src/edge/event-reader.ts'

it('reads the same messages however the bytes are cut', () => {
  const text = 'retry: 1500\n\nid: ä1\ndata: {"a":\ndata:  "ü"}\n\n:\n\nevent: x\r\ndata:y\r\n\r\nignored\n\n'
  const whole = [{ retryMs: 1500 }, { id: 'ä1', data: '{"a":\n "ü"}' }, 'heartbeat', { id: 'ä1', data: 'y' }]
  const bytes = Buffer.from(text)
  fc.assert(
    fc.property(fc.array(fc.nat(bytes.length), { maxLength: 20 }), cuts => {
      const read = eventReader(1000)
      const places = [0, ...cuts.sort((a, b) => a - b), bytes.length]
      const items = places.slice(1).flatMap((end, index) => read(bytes.subarray(places[index], end)))
      expect(items).toEqual(whole)
    }),
  )
})

it('does not hold more of a message than it may', () => {
  const read = eventReader(10)
  expect(() => read(Buffer.from('data: 0123456789'))).toThrow('more than 10')
})
