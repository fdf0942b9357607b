import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Client, createClient } from '../../sdk/src/index.ts'
import type { ClientOptions } from '../../sdk/src/options.ts'
import { checkoutConfiguration } from './fixture.ts'

function offline(options: Partial<ClientOptions> = {}): Client {
  return createClient({
    url: 'http://127.0.0.1:9',
    key: 'k',
    bootstrap: checkoutConfiguration,
    pollIntervalMs: 0,
    fetch: () => Promise.reject(new Error('there is no network here')),
    timers: { setTimeout: () => undefined, clearTimeout: () => undefined },
    ...options,
  })
}

test('values come from the bootstrap configuration at once', () => {
  const client = offline()
  expect(client.string('title', 'x')).toBe('Hello')
  expect(client.number('limit', 1)).toBe(7)
  expect(client.json('layout', {})).toEqual({ columns: 2 })
  expect(client.boolean('simple-checkout', true, { targetingKey: 'u1', age: 40 })).toBe(false)
  expect(client.stats().configurationVersion).toBe('v1')
})

test('details say why, in the words of OpenFeature', () => {
  const client = offline()
  const senior = { targetingKey: 'u1', age: 70 }
  expect(client.details('simple-checkout', false, senior)).toMatchObject({ reason: 'SPLIT', rule: 'seniors' })
  expect(client.details('simple-checkout', false, { age: 70 })).toMatchObject({
    value: false,
    variant: 'off',
    reason: 'ERROR',
    errorCode: 'TARGETING_KEY_MISSING',
  })
  expect(client.details('title', 'x')).toMatchObject({ value: 'Hello', variant: 'on', reason: 'STATIC' })
  expect(client.details('nothing', 'x')).toMatchObject({ value: 'x', reason: 'ERROR', errorCode: 'FLAG_NOT_FOUND' })
  expect(client.details('title', 5)).toMatchObject({ value: 5, reason: 'ERROR', errorCode: 'TYPE_MISMATCH' })
  expect(client.details('title', {})).toMatchObject({ value: {}, errorCode: 'TYPE_MISMATCH' })
  expect(offline({ bootstrap: undefined }).details('title', 'x')).toMatchObject({
    value: 'x',
    errorCode: 'PROVIDER_NOT_READY',
  })
})

test('an exposure is recorded once per unit and variant, by evaluating or by exposed, and not by peek', () => {
  const client = offline()
  const senior = (user: number) => ({ targetingKey: `u${user}`, age: 70 })
  for (let round = 0; round < 3; round++)
    for (let user = 0; user < 50; user++) client.boolean('simple-checkout', false, senior(user))
  expect(client.stats().waiting).toBe(50)
  client.boolean('simple-checkout', false, { targetingKey: 'u1', age: 60 })
  client.peek('simple-checkout', false, senior(99))
  client.string('simple-checkout', 'wrong type', senior(99))
  expect(client.stats().waiting).toBe(50)
  client.exposed('simple-checkout', senior(99))
  client.exposed('simple-checkout', senior(99))
  expect(client.stats().waiting).toBe(51)
})

test('nothing throws, whatever the app hands in', () => {
  const errors: string[] = []
  const client = offline({ onError: error => errors.push(error.during) })
  const hostile = Object.defineProperty({}, 'age', {
    enumerable: true,
    get: () => {
      throw new Error('no')
    },
  })
  const cyclic: Record<string, unknown> = {}
  cyclic.self = cyclic
  expect(client.details('simple-checkout', true, hostile)).toMatchObject({
    value: true,
    reason: 'ERROR',
    errorCode: 'GENERAL',
  })
  expect(client.boolean('simple-checkout', true, null as never)).toBe(false)
  client.exposed('simple-checkout', hostile)
  client.track('broken', {}, cyclic as never)
  client.track('big', {}, { n: 1n } as never)
  expect(errors).toEqual(['capture', 'capture'])
  fc.assert(
    fc.property(fc.anything(), fc.anything(), fc.anything(), (key, standard, context) => {
      client.details(key as string, standard as string, context as never)
      client.exposed(key as string, context as never)
      client.track(key as string, standard as never, context as never)
    }),
    { numRuns: 2000 },
  )
})

test('a handler that throws and a configuration that is none disturb nobody', () => {
  const throwing = () => {
    throw new Error('no')
  }
  const client = offline({ bootstrap: { format: 2 } as never, onError: throwing, onChange: throwing })
  expect(client.boolean('simple-checkout', true)).toBe(true)
  expect(offline({ onError: throwing, onChange: throwing }).string('title', 'x')).toBe('Hello')
})
