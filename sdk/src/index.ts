import type { Client } from './client.ts'
import { createLocalClient } from './local.ts'
import type { ClientOptions } from './options.ts'

export type { Client, ClientStats, Details } from './client.ts'
export type { Assignments, ClientError, ClientOptions, ClientStorage, EventContext, Timers } from './options.ts'

/**
 * Starts a client; it asks for a configuration at once and can be used right away, answering defaults until it has one.
 * Patterns and versions are code of their own, loaded before the first configuration that needs them takes effect.
 */
export function createClient(options: ClientOptions): Client {
  return createLocalClient(options, {
    loadRare: async () => (await import('../../src/core/evaluate/rare-operators.ts')).rareOperators,
  })
}
