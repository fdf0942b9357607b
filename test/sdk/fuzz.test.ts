import fc from 'fast-check'
import { expect, test, vi } from 'vitest'
import { type ClientError, createClient } from '../../sdk/src/index.ts'
import { createClient as createRemoteClient } from '../../sdk/src/remote.ts'
import { checkoutConfiguration } from './fixture.ts'
import { forbiddenStorage, memoryStorage } from './memory-storage.ts'

const no = () => {
  throw new Error('no')
}
const hostile: unknown[] = [
  { toString: no, valueOf: no, toJSON: no },
  new Proxy({}, { get: no, has: no, ownKeys: no, getOwnPropertyDescriptor: no }),
  Symbol('s'),
  10n,
  Number.NaN,
  '__proto__',
  'constructor',
]
// In an array, since fast-check itself looks at the values it makes.
const anything = fc.oneof(
  fc.anything({ withBigInt: true, withNullPrototype: true }).map(value => [value]),
  fc.nat(hostile.length - 1).map(at => hostile.slice(at, at + 1)),
)
const options = {
  url: 'http://127.0.0.1:9',
  key: 'k',
  pollIntervalMs: 0,
  fetch: () => Promise.reject(new Error('there is no network here')),
  timers: { setTimeout: () => undefined, clearTimeout: () => undefined },
} as const

// What is left of a configuration when something in it is replaced by anything.
const configuration = fc
  .tuple(fc.array(fc.nat(30), { minLength: 1, maxLength: 5 }), fc.anything())
  .map(([way, value]) => {
    const copy = structuredClone(checkoutConfiguration) as unknown as Record<string, unknown>
    let at = copy
    for (const step of way.slice(0, -1)) {
      const below = Object.values(at)[step % Math.max(1, Object.keys(at).length)]
      if (typeof below === 'object' && below !== null) at = below as Record<string, unknown>
    }
    const keys = Object.keys(at)
    const key = keys[(way.at(-1) ?? 0) % Math.max(1, keys.length)] ?? 'x'
    Object.defineProperty(at, key, { value, enumerable: true, configurable: true, writable: true })
    return copy
  })

test('no configuration and no attributes make the client throw', () => {
  fc.assert(
    fc.property(
      fc.oneof(configuration, fc.anything()),
      anything,
      anything,
      anything,
      (bootstrap, [key], [standard], [context]) => {
        const client = createClient({ ...options, bootstrap: bootstrap as never, storage: memoryStorage() })
        for (const flag of ['simple-checkout', 'title', 'limit', 'layout', key]) {
          client.details(flag as string, standard as string, context as never)
          client.peek(flag as string, standard as string, context as never)
          client.exposed(flag as string, context as never)
        }
        client.track(key as string, standard as never, context as never, key as never)
        void client.setContext(context as never)
        client.boolean(key as string, true)
        client.stats()
      },
    ),
    { numRuns: 1500 },
  )
})

test('no answer and no context make the remote client throw', () => {
  fc.assert(
    fc.property(anything, anything, anything, ([bootstrap], [key], [context]) => {
      const client = createRemoteClient({
        ...options,
        bootstrap: bootstrap as never,
        evaluationContext: context as never,
      })
      client.details(key as string, true)
      client.exposed(key as string)
      void client.setContext(context as never)
      client.json(key as string, {})
    }),
    { numRuns: 1000 },
  )
})

test('every interface of the platform may throw', async () => {
  const errors: string[] = []
  vi.stubGlobal('crypto', {})
  const client = createClient({
    ...options,
    bootstrap: checkoutConfiguration,
    pollIntervalMs: 10,
    fetch: no,
    storage: forbiddenStorage,
    onError: ({ during }: ClientError) => {
      errors.push(during)
      no()
    },
    onChange: no,
    timers: globalThis,
  } as never)
  expect(client.boolean('simple-checkout', false, { targetingKey: 'u1', age: 70 })).toBeTypeOf('boolean')
  client.track('e')
  expect(await client.flush()).toBe(false)
  expect(client.stats().waiting).toBe(2)
  expect(await client.ready(1)).toBe(true)
  await client.close(10)
  vi.unstubAllGlobals()
  expect(new Set(errors)).toEqual(new Set(['storage', 'configuration', 'delivery']))
})
