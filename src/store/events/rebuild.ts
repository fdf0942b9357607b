import { mkdir, rename, rm, stat } from 'node:fs/promises'
import { type DuckdbEventStore, openEventStore } from './duckdb.ts'
import { isLocked } from './duckdb-open.ts'
import type { EventStore } from './event-store.ts'
import { recoverJournal } from './journal-recovery.ts'
import type { Log } from './log.ts'

export type RebuildOptions = {
  journalDir: string
  /** The event store's file, damaged, missing or well. */
  path: string
  memory: string
  /** Makes the tables: calls `define` for every project with all its definitions. */
  define(events: EventStore): Promise<void>
  progress(done: { files: number; of: number }): void
  log: Log
}

export type Rebuilt = { files: number; events: number; duplicates: number; aside: string | undefined }

/**
 * Makes the event store anew from the journal and its archives. The old file is moved aside only when the new one is
 * complete; until then a failure changes nothing. No other process may be using either.
 */
export async function rebuildEventStore(options: RebuildOptions): Promise<Rebuilt> {
  const { journalDir, path, memory, define, progress, log } = options
  if (await isLocked(path)) throw new Error(`Another Assay is running on ${path}; stop it before rebuilding.`)
  await mkdir(journalDir, { recursive: true })
  const { files } = await recoverJournal(journalDir, log)
  const unfinished = `${path}.rebuilding`
  await removeDatabase(unfinished)
  const store = await openEventStore({ path: unfinished, memory, log })
  try {
    await define(store)
    for (const [index, file] of files.entries()) {
      await store.loadFile(file)
      progress({ files: index + 1, of: files.length })
    }
    const loaded = await totalOf(store)
    await store.close()
    const aside = await moveAside(path)
    await moveDatabase(unfinished, path)
    return { files: files.length, ...loaded, aside }
  } catch (error) {
    await store.close()
    await removeDatabase(unfinished)
    throw error
  }
}

async function totalOf(store: DuckdbEventStore): Promise<{ events: number; duplicates: number }> {
  const [row] = await store.query(
    'SELECT coalesce(sum(events), 0) AS events, coalesce(sum(duplicates), 0) AS duplicates FROM segments',
  )
  return { events: Number(row?.events), duplicates: Number(row?.duplicates) }
}

async function moveAside(path: string): Promise<string | undefined> {
  if (!(await exists(path))) return undefined
  let number = 1
  while (await exists(`${path}.aside-${number}`)) number += 1
  await moveDatabase(path, `${path}.aside-${number}`)
  return `${path}.aside-${number}`
}

/** A database is its file and, after a crash, the log beside it. */
async function moveDatabase(from: string, to: string): Promise<void> {
  if (await exists(`${from}.wal`)) await rename(`${from}.wal`, `${to}.wal`)
  await rename(from, to)
}

async function removeDatabase(path: string): Promise<void> {
  await rm(path, { force: true })
  await rm(`${path}.wal`, { force: true })
}

async function exists(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined)) !== undefined
}
