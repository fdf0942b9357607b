import { literal } from './duckdb-rows.ts'
import type { Schema } from './duckdb-schema.ts'
import { quoted, systemColumns, tableOf } from './table.ts'

/** The statement that moves an event's lines from the batch into its table, each value in its column and its type. */
export function insertOf(schema: Schema, project: string, event: string): string {
  const unitFields = schema.get(project)?.unitFields ?? new Set<string>()
  const columns = [...(schema.get(project)?.events.get(event) ?? [])]
  const system = new Map(systemColumns.map(column => [column.name, column.path]))
  const units = columns.filter(([name]) => unitFields.has(name))
  const properties = columns.filter(([name]) => !system.has(name) && !unitFields.has(name))
  const context = systemColumns.filter(column => column.path.startsWith('context.'))
  const values = columns.map(([name, type]) => {
    const path = system.get(name)
    if (path?.startsWith('context.')) return `c.${quoted(path.slice('context.'.length))}`
    if (path !== undefined) return type === 'TIMESTAMP_MS' ? `make_timestamp_ms(${path})` : path
    if (unitFields.has(name)) return `u.${quoted(name)}`
    return propertyValue(name, type)
  })
  return `INSERT INTO ${tableOf(project, event)} (${columns.map(([name]) => quoted(name)).join(', ')})
    SELECT ${values.join(', ')} FROM (
      SELECT *, ${structOf(
        'context',
        context.map(column => [column.path.slice('context.'.length), 'VARCHAR']),
      )} AS c,
        ${structOf('units', units)} AS u, ${structOf('properties', properties)} AS p
      FROM batch WHERE project = ${literal(project)} AND event = ${literal(event)} AND quarantine IS NULL)`
}

/** The value of a property. One that is there but does not fit its column stops the load instead of becoming NULL. */
function propertyValue(name: string, type: string): string {
  const value = `p.${quoted(name)}`
  const typed = type === 'TIMESTAMP_MS' ? `make_timestamp_ms(${value})` : value
  if (type === 'VARCHAR') return typed
  const kind = `coalesce(json_type(properties, ${literal(`$."${name}"`)}), 'NULL')`
  const message = literal(`the property ${name} does not fit its column of type ${type}`)
  return `CASE WHEN ${value} IS NOT NULL THEN ${typed} WHEN ${kind} = 'NULL' THEN NULL ELSE error(${message}) END`
}

function structOf(column: string, fields: readonly (readonly [string, string])[]): string {
  if (fields.length === 0) return 'NULL'
  const types = Object.fromEntries(fields.map(([name, type]) => [name, type === 'TIMESTAMP_MS' ? 'BIGINT' : type]))
  return `json_transform(${column}, ${literal(JSON.stringify(types))})`
}
