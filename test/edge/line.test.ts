import fc from 'fast-check'
import { expect, it } from 'vitest'
import { edgeKeys } from '../../src/edge/edge-keys.ts'
import { lineOf, wireEvent } from '../../src/edge/line.ts'
import { correctClock } from '../../src/ingest/clock.ts'

const serverSecret = `assay_server_${'a'.repeat(12)}.${'b'.repeat(43)}`
const clientSecret = `assay_client_${'c'.repeat(12)}.${'d'.repeat(43)}`
const minuteMs = 60_000
const noonMs = Date.parse('2026-03-02T12:00:00Z')

it('time spent on the edge is never taken for a wrong clock', () => {
  const offset = fc.integer({ min: -10 * 24 * 60 * minuteMs, max: 10 * 24 * 60 * minuteMs })
  fc.assert(
    fc.property(offset, fc.nat(7 * 24 * 60 * minuteMs), fc.nat(minuteMs * 60), (skewMs, delayMs, ageMs) => {
      const sent = noonMs - skewMs
      const timeMs = sent - ageMs
      const direct = correctClock(timeMs, { receivedMs: noonMs, sentMs: sent, trusted: false })
      const line = { key: 'k', received: noonMs, sent, event: { id: '1', time: timeMs, sent_at: sent } }
      const forwarded = JSON.parse(wireEvent(line, noonMs + delayMs))
      const arrival = { receivedMs: noonMs + delayMs, sentMs: forwarded.sent_at, trusted: false }
      expect(correctClock(timeMs, arrival)).toEqual(direct)
    }),
  )
})

it('nothing is made up for a sender that did not say when it sent', () => {
  const event = { id: '1', time: noonMs }
  expect(JSON.parse(wireEvent({ key: 'k', received: noonMs, event }, noonMs + 90 * minuteMs))).toEqual(event)
})

it('whatever JSON came is forwarded as it came', () => {
  const key = { id: 'a'.repeat(12), kind: 'server' as const, secret: serverSecret }
  fc.assert(
    fc.property(fc.jsonValue(), event => {
      const line = lineOf(key, { received: noonMs }, event)
      expect(line).not.toContain('\n')
      expect(JSON.parse(wireEvent(JSON.parse(line), noonMs))).toEqual(JSON.parse(JSON.stringify(event)))
    }),
  )
})

it('an edge knows its own keys by their kind, and no other', () => {
  const keys = edgeKeys(serverSecret, [clientSecret, clientSecret])
  if ('notAKey' in keys) throw new Error(keys.notAKey)
  expect(keys.all.map(({ id, kind }) => [id, kind])).toEqual([
    ['a'.repeat(12), 'server'],
    ['c'.repeat(12), 'client'],
  ])
  expect(keys.find(clientSecret)?.kind).toBe('client')
  for (const wrong of [undefined, '', `${clientSecret}x`, clientSecret.slice(0, -1)])
    expect(keys.find(wrong)).toBeUndefined()
  expect(edgeKeys(clientSecret, [])).toEqual({ notAKey: 'the server key' })
  expect(edgeKeys(serverSecret, [serverSecret])).toEqual({ notAKey: 'the client key' })
})
