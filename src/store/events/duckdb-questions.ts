import type { DuckDBConnection } from '@duckdb/node-api'
import { readRows } from './duckdb-rows.ts'
import type { Schema } from './duckdb-schema.ts'
import type { Freshness } from './event-store.ts'
import { tableOf } from './table.ts'

/** Visits every id received since a moment, table by table, without holding them all. */
export async function visitRecentIds(
  connection: DuckDBConnection,
  schema: Schema,
  sinceMs: number,
  visit: (project: string, id: string, receivedMs: number) => void,
): Promise<void> {
  for (const [project, { events }] of schema) {
    for (const event of events.keys()) {
      const sql = `SELECT _id, epoch_ms(_received) FROM ${tableOf(project, event)} WHERE _received >= make_timestamp_ms($1::BIGINT)`
      await visitRows(connection, sql, [sinceMs], (id, received) => visit(project, id, received))
    }
  }
  for (const row of await readRows(connection, 'SELECT DISTINCT project FROM quarantine')) {
    const project = String(row.project)
    const sql =
      'SELECT id, epoch_ms(received) FROM quarantine WHERE received >= make_timestamp_ms($1::BIGINT) AND project = $2'
    await visitRows(connection, sql, [sinceMs, project], (id, received) => visit(project, id, received))
  }
}

/** What is known per event of one environment; events that never came are left out. */
export async function readFreshness(
  connection: DuckDBConnection,
  schema: Schema,
  project: string,
  environment: string,
): Promise<Freshness[]> {
  const events = [...(schema.get(project)?.events.keys() ?? [])]
  if (events.length === 0) return []
  const parts = events.map(
    (event, index) =>
      `SELECT ${index} AS event, count(*) AS events, epoch_ms(max(_time)) AS last_time, epoch_ms(max(_received)) AS last_received
       FROM ${tableOf(project, event)} WHERE _environment = $1`,
  )
  const rows = await readRows(
    connection,
    `SELECT * FROM (${parts.join(' UNION ALL ')}) WHERE events > 0 ORDER BY event`,
    [environment],
  )
  return rows.map(row => ({
    event: events[Number(row.event)] ?? '',
    events: Number(row.events),
    lastTimeMs: Number(row.last_time),
    lastReceivedMs: Number(row.last_received),
  }))
}

async function visitRows(
  connection: DuckDBConnection,
  sql: string,
  parameters: (string | number)[],
  visit: (id: string, receivedMs: number) => void,
): Promise<void> {
  const result = await connection.stream(sql, parameters)
  for await (const chunk of result) {
    const ids = chunk.getColumnValues(0)
    const received = chunk.getColumnValues(1)
    for (let index = 0; index < ids.length; index += 1) visit(String(ids[index]), Number(received[index]))
  }
}
