import type { DuckDBConnection } from '@duckdb/node-api'
import type { EventDefinition } from '../../contract/event-definition.ts'
import { rollupTables } from './duckdb-rollup.ts'
import { readRows } from './duckdb-rows.ts'
import { sequenceTables } from './duckdb-sequences.ts'
import { columnsOf, exposureDefinition, quoted, tableOf } from './table.ts'

/** The tables there are: per project its unit fields, and per event its columns with their types. */
export type Schema = Map<string, { unitFields: Set<string>; events: Map<string, Map<string, string>> }>

const schemaPrefix = 'project_'

/** Makes what every database has, whatever its projects. */
export async function createBase(connection: DuckDBConnection): Promise<void> {
  await connection.run(`
    CREATE TABLE IF NOT EXISTS segments (first BIGINT, last BIGINT, bytes BIGINT, events BIGINT, duplicates BIGINT);
    CREATE TABLE IF NOT EXISTS unit_fields (project VARCHAR, field VARCHAR);
    CREATE TABLE IF NOT EXISTS quarantine (
      project VARCHAR, environment VARCHAR, id VARCHAR, event VARCHAR, reason VARCHAR, detail VARCHAR,
      time TIMESTAMP_MS, received TIMESTAMP_MS, units VARCHAR, raw VARCHAR
    );
    ALTER TABLE quarantine ADD COLUMN IF NOT EXISTS sender VARCHAR;
    ${rollupTables}
    ${sequenceTables}
  `)
}

/** Reads which tables and columns the database has. */
export async function readSchema(connection: DuckDBConnection): Promise<Schema> {
  const schema: Schema = new Map()
  for (const row of await readRows(connection, 'SELECT project, field FROM unit_fields')) {
    projectIn(schema, String(row.project)).unitFields.add(String(row.field))
  }
  const columns = await readRows(
    connection,
    `SELECT schema_name, table_name, column_name, data_type FROM duckdb_columns()
     WHERE NOT internal AND starts_with(schema_name, '${schemaPrefix}') ORDER BY table_oid, column_index`,
  )
  for (const row of columns) {
    const { events } = projectIn(schema, String(row.schema_name).slice(schemaPrefix.length))
    const event = String(row.table_name)
    const known = events.get(event) ?? new Map<string, string>()
    known.set(String(row.column_name), String(row.data_type))
    events.set(event, known)
  }
  return schema
}

/** The statements that make a project's tables fit its definitions, exposures included; nothing is ever dropped. */
export function changesFor(
  schema: Schema,
  project: string,
  unitFields: readonly string[],
  definitions: readonly EventDefinition[],
): string[] {
  const known = schema.get(project)
  const fields = [...new Set([...(known?.unitFields ?? []), ...unitFields])]
  const statements = known === undefined ? [`CREATE SCHEMA IF NOT EXISTS ${quoted(`${schemaPrefix}${project}`)}`] : []
  for (const field of fields) {
    if (known?.unitFields.has(field)) continue
    statements.push(`INSERT INTO unit_fields VALUES ('${project}', '${field}')`)
  }
  const wanted = new Map([exposureDefinition, ...definitions].map(definition => [definition.key, definition]))
  for (const definition of wanted.values()) {
    statements.push(...changesForEvent(known?.events.get(definition.key), project, fields, definition))
  }
  return statements
}

function changesForEvent(
  known: Map<string, string> | undefined,
  project: string,
  unitFields: readonly string[],
  definition: EventDefinition,
): string[] {
  const columns = columnsOf(definition, unitFields)
  const table = tableOf(project, definition.key)
  const twice = columns.find((column, index) => columns.findIndex(other => other.name === column.name) !== index)
  if (twice) throw new Error(`the property ${twice.name} of ${definition.key} has the name of a unit field`)
  if (known === undefined) {
    return [`CREATE TABLE ${table} (${columns.map(column => `${quoted(column.name)} ${column.type}`).join(', ')})`]
  }
  return columns.flatMap(column => {
    const type = known.get(column.name)
    if (type === undefined) return [`ALTER TABLE ${table} ADD COLUMN ${quoted(column.name)} ${column.type}`]
    if (type === column.type) return []
    throw new Error(
      `the property ${column.name} of ${definition.key} is kept as ${type} and cannot become ${column.type}`,
    )
  })
}

function projectIn(
  schema: Schema,
  project: string,
): { unitFields: Set<string>; events: Map<string, Map<string, string>> } {
  const known = schema.get(project) ?? { unitFields: new Set<string>(), events: new Map<string, Map<string, string>>() }
  schema.set(project, known)
  return known
}
