import type { DuckDBConnection } from '@duckdb/node-api'
import type { Expiry } from '../../core/privacy/expiry.ts'
import { literal, readRows } from './duckdb-rows.ts'
import type { Schema } from './duckdb-schema.ts'
import type { Expired, RemovedUnit } from './event-store.ts'
import { quoted, tableOf } from './table.ts'

/** Deletes every row of a unit, valid or kept aside, in one transaction. */
export async function removeUnit(
  connection: DuckDBConnection,
  schema: Schema,
  project: string,
  unitField: string,
  unit: string,
): Promise<RemovedUnit> {
  return inTransaction(connection, async () => {
    const tables: RemovedUnit['tables'] = []
    for (const [event, columns] of schema.get(project)?.events ?? []) {
      if (!columns.has(unitField)) continue
      const { rowsChanged } = await connection.run(
        `DELETE FROM ${tableOf(project, event)} WHERE ${quoted(unitField)} = $1`,
        [unit],
      )
      if (rowsChanged > 0) tables.push({ event, rows: rowsChanged })
    }
    const path = literal(`$."${unitField}"`)
    const { rowsChanged } = await connection.run(
      `DELETE FROM quarantine WHERE project = $1
       AND (json_extract_string(units, ${path}) = $2 OR json_extract_string(raw, ${path}) = $2)`,
      [project, unit],
    )
    return { tables, quarantined: rowsChanged }
  })
}

/** Deletes rows and clears values that are too old, in one transaction, and counts what should be gone and is not. */
export async function removeExpired(
  connection: DuckDBConnection,
  schema: Schema,
  project: string,
  expiries: readonly Expiry[],
): Promise<Expired[]> {
  return inTransaction(connection, async () => {
    const done: Expired[] = []
    for (const expiry of expiries) done.push(await removeOne(connection, schema, project, expiry))
    return done
  })
}

async function removeOne(
  connection: DuckDBConnection,
  schema: Schema,
  project: string,
  { event, eventsBeforeMs, valuesBeforeMs }: Expiry,
): Promise<Expired> {
  const columns = schema.get(project)?.events.get(event)
  const table = tableOf(project, event)
  const expired: Expired = { event, beforeMs: eventsBeforeMs, rows: 0, quarantined: 0, values: [], left: 0 }
  const remove = async (count: string, statement: string, parameters: (string | number)[]) => {
    const { rowsChanged } = await connection.run(statement, parameters)
    const [row] = await readRows(connection, count, parameters)
    expired.left += Number(row?.left)
    return rowsChanged
  }
  if (eventsBeforeMs !== undefined) {
    const aside = 'FROM quarantine WHERE time < make_timestamp_ms($1::BIGINT) AND project = $2 AND event = $3'
    expired.quarantined = await remove(`SELECT count(*) AS left ${aside}`, `DELETE ${aside}`, [
      eventsBeforeMs,
      project,
      event,
    ])
    if (columns !== undefined) {
      const old = `FROM ${table} WHERE _time < make_timestamp_ms($1::BIGINT)`
      expired.rows = await remove(`SELECT count(*) AS left ${old}`, `DELETE ${old}`, [eventsBeforeMs])
    }
  }
  for (const [property, beforeMs] of valuesBeforeMs) {
    if (!columns?.has(property)) continue
    const old = `${quoted(property)} IS NOT NULL AND _time < make_timestamp_ms($1::BIGINT)`
    const rows = await remove(
      `SELECT count(*) AS left FROM ${table} WHERE ${old}`,
      `UPDATE ${table} SET ${quoted(property)} = NULL WHERE ${old}`,
      [beforeMs],
    )
    expired.values.push({ property, beforeMs, rows })
  }
  return expired
}

async function inTransaction<Value>(connection: DuckDBConnection, work: () => Promise<Value>): Promise<Value> {
  await connection.run('BEGIN TRANSACTION')
  try {
    const value = await work()
    await connection.run('COMMIT')
    return value
  } catch (error) {
    await connection.run('ROLLBACK').catch(() => undefined)
    throw error
  }
}
