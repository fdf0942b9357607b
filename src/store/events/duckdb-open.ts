import { existsSync } from 'node:fs'
import { DuckDBInstance } from '@duckdb/node-api'

export type DatabaseOptions = { path: string; memory: string; threads?: number }

/** Opens the file, or throws an error that says which file it is about, what is wrong and what to do. */
export async function openDatabase(options: DatabaseOptions): Promise<DuckDBInstance> {
  const { path, memory, threads } = options
  try {
    return await DuckDBInstance.create(path, {
      memory_limit: memory,
      ...(threads !== undefined && { threads: String(threads) }),
      autoload_known_extensions: 'false',
      autoinstall_known_extensions: 'false',
      allow_community_extensions: 'false',
    })
  } catch (error) {
    throw new Error(openFailure(path, error instanceof Error ? error.message : String(error)), { cause: error })
  }
}

/** Whether another process has the file open. A file that is damaged or not there is nobody's. */
export async function isLocked(path: string): Promise<boolean> {
  if (!existsSync(path)) return false
  try {
    const instance = await DuckDBInstance.create(path, { access_mode: 'READ_ONLY' })
    instance.closeSync()
    return false
  } catch (error) {
    return namesLock(error instanceof Error ? error.message : String(error))
  }
}

function openFailure(path: string, reason: string): string {
  if (namesLock(reason)) {
    return `Another Assay is running on ${path}; only one process can open it. Stop the other one first.`
  }
  return `The event store ${path} cannot be opened: ${reason} Every event is still in the journal: run "assay rebuild" to make the file anew from it.`
}

function namesLock(reason: string): boolean {
  return /lock on file|conflicting lock/i.test(reason)
}
