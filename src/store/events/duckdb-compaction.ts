import { rm } from 'node:fs/promises'
import type { DuckDBConnection } from '@duckdb/node-api'
import { literal, readRows } from './duckdb-rows.ts'
import { quoted } from './table.ts'

/** Where a compacted database is written before it takes the place of the old one. */
export function compactedPath(path: string): string {
  return `${path}.compacted`
}

/**
 * Writes everything that counts into a new file beside the old one. DuckDB only marks what is deleted and frees its blocks; in
 * a new file it is not there at all.
 */
export async function writeCompacted(connection: DuckDBConnection, path: string): Promise<string> {
  const compacted = compactedPath(path)
  await removeDatabase(compacted)
  const [row] = await readRows(connection, 'SELECT current_database() AS name')
  await connection.run(`ATTACH ${literal(compacted)} AS compacted`)
  try {
    await connection.run(`COPY FROM DATABASE ${quoted(String(row?.name))} TO compacted`)
    await connection.run('CHECKPOINT compacted')
  } finally {
    await connection.run('DETACH compacted')
  }
  await connection.run('CHECKPOINT')
  return compacted
}

/** Deletes a database: its file and the log beside it. */
export async function removeDatabase(path: string): Promise<void> {
  await rm(path, { force: true })
  await rm(`${path}.wal`, { force: true })
}
