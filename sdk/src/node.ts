import { join } from 'node:path'
import { allParts } from '../../src/core/evaluate/all-parts.ts'
import type { Client } from './client.ts'
import { fileAssignments } from './file-assignments.ts'
import { fileStorage } from './file-storage.ts'
import { createLocalClient } from './local.ts'
import type { ClientOptions } from './options.ts'

export type { Client, ClientStats, Details } from './client.ts'
export type { Assignments, ClientError, ClientOptions, ClientStorage, EventContext, Timers } from './options.ts'
export { fileAssignments, fileStorage }

/** What a client in a service can be told besides. */
export type NodeClientOptions = ClientOptions & {
  /**
   * A folder for what outlives the process: the last known configuration, undelivered events, first variants of sticky
   * experiments. Several processes may share it, except for the first variants.
   */
  readonly directory?: string
}

const storedCharactersMax = 50_000_000

/** Starts a client whose queue and last known configuration are in a folder. */
export function createClient({ directory, ...options }: NodeClientOptions): Client {
  if (directory === undefined) return createLocalClient(options, allParts)
  const kept = {
    storage: fileStorage(directory),
    storedCharactersMax,
    assignments: fileAssignments(join(directory, 'assignments.ndjson')),
    ...options,
  }
  return createLocalClient(kept, allParts)
}
