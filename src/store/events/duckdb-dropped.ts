import type { DuckDBConnection } from '@duckdb/node-api'
import { addRolled, labelMax } from './duckdb-rollup.ts'
import { literal } from './duckdb-rows.ts'
import { addArrived } from './duckdb-sequences.ts'
import type { DroppedEvents } from './event-store.ts'

/**
 * Adds events that were dropped before they were journalled, in one transaction. Those nothing may be kept of are only known
 * to have arrived, so that they are not taken for lost.
 */
export async function rollUpDropped(connection: DuckDBConnection, dropped: readonly DroppedEvents[]): Promise<void> {
  if (dropped.length === 0) return
  await connection.run('BEGIN TRANSACTION')
  try {
    await addDuplicates(connection, dropped.filter(({ why }) => why === 'duplicate').map(valuesOf))
    await addArrived(connection, dropped.filter(({ why }) => why === 'refused').map(valuesOf))
    await connection.run('COMMIT')
  } catch (error) {
    await connection.run('ROLLBACK').catch(() => undefined)
    throw error
  }
}

function valuesOf({ project, environment, event, hour, platform, version, country, events }: DroppedEvents): string {
  const names = [project, environment, event].map(literal)
  const labels = [platform, version, country].map(label => literal(label.slice(0, labelMax)))
  return `(${[...names, hour, ...labels, events].join(', ')})`
}

async function addDuplicates(connection: DuckDBConnection, rows: readonly string[]): Promise<void> {
  if (rows.length === 0) return
  await connection.run(`
    CREATE OR REPLACE TEMP TABLE rolled AS
    SELECT *, 0 AS valid, 0 AS quarantined, 0 AS late, 0 AS skewed, 0 AS last_ms FROM (VALUES ${rows.join(', ')})
      AS t(project, environment, event, hour, platform, version, country, duplicate)`)
  await addRolled(connection)
}
