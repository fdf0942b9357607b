import fc from 'fast-check'
import { expect, test } from 'vitest'
import { eventText } from '../../src/console/data/event-text.ts'

const text = 'retry: 1000\n\n:\n\nid: 1\nevent: change\ndata: {"a":\ndata:1}\n\ndata: last\r\n\r\ndata: unfinished'

test('messages are the same in whatever pieces they arrive', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(text.length), { maxLength: 8 }), cuts => {
      const places = [0, ...cuts.sort((a, b) => a - b), text.length]
      const read = eventText()
      const messages = places.slice(1).flatMap((end, i) => read(text.slice(places[i], end)))
      expect(messages).toEqual([
        { event: 'change', data: '{"a":\n1}', id: '1' },
        { event: 'message', data: 'last', id: undefined },
      ])
    }),
  )
})
