import type { DuckDBConnection } from '@duckdb/node-api'
import { contextFields, exposureEvent } from '../../contract/event.ts'
import { readRows } from './duckdb-rows.ts'
import type { Schema } from './duckdb-schema.ts'
import { quoted, tableOf } from './table.ts'
import type { EventArrival, SeenUnit, UsageQuestions } from './usage-questions.ts'

/** Runs a question on a connection of its own, with the tables there are at that moment. */
type Ask = <Value>(question: (connection: DuckDBConnection, schema: Schema) => Promise<Value>) => Promise<Value>

const sampleRows = 1000

/** The questions about stored events as such, over a DuckDB database. */
export function usageQuestions(ask: Ask): UsageQuestions {
  return {
    arrivals: (project, environment, events, unitField) =>
      ask(async (connection, schema) => {
        const tables = tablesOf(schema, project).filter(({ event }) => events.includes(event))
        const parts = tables.map(({ event, columns }, index) => {
          const named = unitField !== undefined && columns.has(unitField) ? quoted(unitField) : 'NULL'
          return `SELECT ${index} AS event, epoch_ms(max(_received)) AS last,
            epoch_ms(max(_received) FILTER (${named} IS NOT NULL)) AS with_unit
            FROM ${tableOf(project, event)} WHERE _environment = $1`
        })
        const rows = await unionOf(connection, parts, 'last IS NOT NULL', [environment])
        return rows.map((row): EventArrival => {
          const arrival = { event: tables[Number(row.event)]?.event ?? '', lastReceivedMs: Number(row.last) }
          return row.with_unit === null ? arrival : { ...arrival, lastWithUnitMs: Number(row.with_unit) }
        })
      }),
    volumes: (project, sinceMs) =>
      ask(async (connection, schema) => {
        const tables = tablesOf(schema, project)
        const parts = tables.map(({ event }, index) => {
          const table = tableOf(project, event)
          return `SELECT ${index} AS event, count(*) AS stored,
            count(*) FILTER (_received >= make_timestamp_ms($1::BIGINT)) AS recent, epoch_ms(max(_received)) AS last,
            (SELECT avg(strlen(to_json(one)::VARCHAR)) FROM (SELECT * FROM ${table} LIMIT ${sampleRows}) AS one) AS bytes
            FROM ${table}`
        })
        const rows = await unionOf(connection, parts, 'stored > 0', [sinceMs])
        return rows.map(row => ({
          event: tables[Number(row.event)]?.event ?? '',
          stored: Number(row.stored),
          recent: Number(row.recent),
          approximateBytes: Math.round(Number(row.bytes) * Number(row.stored)),
          lastReceivedMs: Number(row.last),
        }))
      }),
    seenUnits: (project, environment, sinceMs, limit) =>
      ask(async (connection, schema) => {
        const fields = [...(schema.get(project)?.unitFields ?? [])]
        const tables = tablesOf(schema, project).filter(({ columns }) => fields.every(field => columns.has(field)))
        if (fields.length === 0 || tables.length === 0) return { seen: 0, units: [] }
        const recent = tables
          .map(
            ({ event }) =>
              `SELECT ${whoOf(fields)} AS who, * FROM (SELECT _time, ${columnsOf(fields)} FROM ${tableOf(project, event)}
               WHERE _environment = $1 AND _time >= make_timestamp_ms($2::BIGINT))`,
          )
          .join(' UNION ALL ')
        const given = [environment, sinceMs]
        const [counted] = await readRows(
          connection,
          `SELECT approx_count_distinct(who) AS seen FROM (${recent})`,
          given,
        )
        const last = [...fields, ...contextFields.map(field => `_${field}`)]
          .map(column => `arg_max(${quoted(column)}, _time) AS ${quoted(column)}`)
          .join(', ')
        const sql = `SELECT ${last} FROM (${recent}) WHERE who IS NOT NULL AND hash(who) % $3::UBIGINT = 0
          GROUP BY who ORDER BY who LIMIT $4`
        // One unit in so many, by its hash, which is even whatever units do.
        for (let every = Math.max(1, Math.floor(Number(counted?.seen ?? 0) / limit)); ; every++) {
          const rows = await readRows(connection, sql, [...given, every, limit + 1])
          if (rows.length <= limit) return { seen: rows.length * every, units: rows.map(seenUnit) }
        }
      }),
    exposedByRule: (project, environment, flag, sinceMs) =>
      ask(async (connection, schema) => {
        const fields = [...(schema.get(project)?.unitFields ?? [])]
        if (!hasExposures(schema, project) || fields.length === 0) return new Map()
        const rows = await readRows(
          connection,
          `SELECT rule, count(DISTINCT ${whoOf(fields)}) AS units FROM ${tableOf(project, exposureEvent)}
           WHERE _environment = $1 AND flag = $2 AND rule IS NOT NULL AND _time >= make_timestamp_ms($3::BIGINT) GROUP BY rule`,
          [environment, flag, sinceMs],
        )
        return new Map(rows.map(row => [String(row.rule), Number(row.units)]))
      }),
    flagExposures: (project, sinceMs) =>
      ask(async (connection, schema) => {
        const fields = [...(schema.get(project)?.unitFields ?? [])]
        if (!hasExposures(schema, project) || fields.length === 0) return []
        const rows = await readRows(
          connection,
          `SELECT flag, _environment AS environment, epoch_ms(max(_received)) AS last,
             count(DISTINCT ${whoOf(fields)}) FILTER (_time >= make_timestamp_ms($1::BIGINT)) AS units
           FROM ${tableOf(project, exposureEvent)} WHERE flag IS NOT NULL GROUP BY ALL ORDER BY flag, environment`,
          [sinceMs],
        )
        return rows.map(row => ({
          flag: String(row.flag),
          environment: String(row.environment),
          lastReceivedMs: Number(row.last),
          units: Number(row.units),
        }))
      }),
  }
}

function tablesOf(schema: Schema, project: string): { event: string; columns: ReadonlyMap<string, string> }[] {
  return [...(schema.get(project)?.events ?? [])].map(([event, columns]) => ({ event, columns }))
}

function hasExposures(schema: Schema, project: string): boolean {
  return schema.get(project)?.events.has(exposureEvent) === true
}

async function unionOf(
  connection: DuckDBConnection,
  parts: readonly string[],
  where: string,
  parameters: readonly (string | number)[],
): Promise<Record<string, unknown>[]> {
  if (parts.length === 0) return []
  return readRows(connection, `SELECT * FROM (${parts.join(' UNION ALL ')}) WHERE ${where} ORDER BY event`, parameters)
}

function whoOf(fields: readonly string[]): string {
  return `coalesce(${fields.map(quoted).join(', ')})`
}

function columnsOf(fields: readonly string[]): string {
  return [...fields, ...contextFields.map(field => `_${field}`)].map(quoted).join(', ')
}

function seenUnit(row: Record<string, unknown>): SeenUnit {
  return Object.fromEntries(
    Object.entries(row).flatMap(([column, value]) =>
      typeof value === 'string' ? [[column.replace(/^_/, ''), value]] : [],
    ),
  )
}
