import type { Context } from '../../src/core/evaluate/context.ts'
import type { Json } from '../../src/core/evaluate/resolution.ts'
import { type Client, type Details, refusal } from './client.ts'

export type { Client, Details } from './client.ts'

/** What an app did with a test client. */
export type TestCall =
  | { readonly kind: 'evaluated' | 'peeked' | 'exposed'; readonly flag: string; readonly context: Context }
  | {
      readonly kind: 'tracked'
      readonly event: string
      readonly units: Readonly<Record<string, string>>
      readonly properties: Readonly<Record<string, Json>>
    }

/** A client for an app's own tests: it answers what it is told and writes down what it was asked. */
export type TestClient = Client & {
  /** The flag has this value for everybody from now on. */
  readonly set: (flag: string, value: Json) => void
  /** The flag is unknown again. */
  readonly unset: (flag: string) => void
  /** Everything the app did so far, in order. */
  readonly calls: readonly TestCall[]
}

/** A test client with these flags. There is no server, no clock and no chance in it. */
export function createTestClient(flags: Readonly<Record<string, Json>> = {}): TestClient {
  const values = new Map(Object.entries(flags))
  const calls: TestCall[] = []
  const listeners = new Set<() => void>()
  let standing: Context = {}
  let tracked = 0

  function tell(): void {
    for (const listener of [...listeners]) listener()
  }

  function resolve<T>(kind: 'evaluated' | 'peeked', flag: string, standard: T, context = standing): Details<T> {
    calls.push({ kind, flag, context })
    const value = values.get(flag)
    if (value === undefined) return refusal(standard, 'FLAG_NOT_FOUND', `The test sets no flag "${flag}".`)
    if (typeof value !== typeof standard)
      return refusal(standard, 'TYPE_MISMATCH', `The test sets "${flag}" to a ${typeof value}.`)
    return { value: value as T, variant: 'test', reason: 'STATIC' }
  }

  return {
    set: (flag, value) => {
      values.set(flag, value)
      tell()
    },
    unset: flag => {
      values.delete(flag)
      tell()
    },
    calls,
    boolean: (flag, standard, context) => resolve('evaluated', flag, standard, context).value,
    string: (flag, standard, context) => resolve('evaluated', flag, standard, context).value,
    number: (flag, standard, context) => resolve('evaluated', flag, standard, context).value,
    json: (flag, standard, context) => resolve('evaluated', flag, standard, context).value,
    details: (flag, standard, context) => resolve<never>('evaluated', flag, standard as never, context),
    peek: (flag, standard, context) => resolve<never>('peeked', flag, standard as never, context),
    exposed: (flag, context = standing) => void calls.push({ kind: 'exposed', flag, context }),
    track: (event, units = {}, properties = {}) => {
      tracked++
      calls.push({ kind: 'tracked', event, units, properties })
    },
    ready: async () => true,
    context: () => standing,
    setContext: async context => {
      standing = context
      tell()
      return true
    },
    subscribe: listener => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    flush: async () => true,
    close: async () => undefined,
    stats: () => ({
      waiting: 0,
      delivered: tracked,
      quarantined: 0,
      retries: 0,
      kept: 0,
      dropped: { overflow: 0, rejected: 0, tooLarge: 0, closed: 0 },
      configurationVersion: 'test',
    }),
  }
}
