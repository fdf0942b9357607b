import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api'
import type { EventDefinition } from '../../src/contract/event-definition.ts'
import type { PlainEvent } from '../../src/core/metrics/interpret.ts'
import { columnsOf, exposureDefinition, quoted, tableOf } from '../../src/store/events/table.ts'

/** The project whose tables these are. */
export const project = 'my-shop'

/** Real event tables in memory, filled with plain events, and the rows of compiled questions over them. */
export type EventTables = {
  connection: DuckDBConnection
  names: string[]
  /** Replaces everything the tables hold. */
  fill(events: readonly PlainEvent[]): Promise<void>
  rowsOf(compiled: { sql: string; parameters: (string | number | boolean)[] }): Promise<Record<string, unknown>[]>
  close(): void
}

/** Properties named like words of the queries, so that none can be mistaken for one. */
const properties: EventDefinition['properties'] = {
  amount: { type: 'number', required: false },
  number: { type: 'integer', required: false },
  after: { type: 'string', required: false },
  arm: { type: 'boolean', required: false },
}

/** Opens tables for exposures and for events with these properties. */
export async function openEventTables(events: readonly string[], own = properties): Promise<EventTables> {
  const instance = await DuckDBInstance.create(':memory:', { threads: '2', temp_directory: '' })
  const connection = await instance.connect()
  const definitions = [exposureDefinition, ...events.map(key => definitionOf(key, own))]
  const tables = new Map(
    definitions.map(definition => [definition.key, columnsOf(definition, ['user_id', 'device_id'])]),
  )
  await connection.run(`CREATE SCHEMA ${quoted(`project_${project}`)}`)
  for (const [event, columns] of tables) {
    await connection.run(
      `CREATE TABLE ${tableOf(project, event)} (${columns.map(({ name, type }) => `${quoted(name)} ${type}`).join(', ')})`,
    )
  }
  return {
    connection,
    names: [...tables.keys()],
    async fill(given) {
      for (const [event, columns] of tables) {
        const table = tableOf(project, event)
        await connection.run(`DELETE FROM ${table}`)
        const rows = given
          .filter(one => one.event === event)
          .map(one => `(${columns.map(column => literal(valueAt(one, column.path))).join(', ')})`)
        for (let start = 0; start < rows.length; start += 5_000) {
          await connection.run(`INSERT INTO ${table} VALUES ${rows.slice(start, start + 5_000).join(', ')}`)
        }
      }
    },
    rowsOf: async ({ sql, parameters }) => (await connection.runAndReadAll(sql, parameters)).getRowObjectsJS(),
    close() {
      connection.closeSync()
      instance.closeSync()
    },
  }
}

function definitionOf(key: string, own: EventDefinition['properties']): EventDefinition {
  return { key, owner: 'shop', purpose: 'test', priority: 'normal', source: 'any', properties: own }
}

type Plain = string | number | boolean | null | undefined

function valueAt(event: PlainEvent, path: string): Plain {
  const [first = '', second = ''] = path.split('.')
  if (first === 'units') return event.units[second]
  if (first === 'properties') return event.properties[second]
  if (first === 'context') return event.context?.[second]
  if (first === 'environment') return event.environment
  return first === 'time' ? new Date(event.timeMs).toISOString().replace('Z', '') : null
}

function literal(value: Plain): string {
  if (value === null || value === undefined) return 'NULL'
  return typeof value === 'string' ? `'${value.replaceAll("'", "''")}'` : String(value)
}
