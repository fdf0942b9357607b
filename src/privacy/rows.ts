import { Clock, contextFields } from '../contract/event.ts'
import { type EventRow, privacy } from '../contract/privacy-routes.ts'
import { nextCursor, positionIn } from '../http/cursor.ts'
import { find, projectOf } from '../http/definition.ts'
import { noteReads } from '../http/event-reads.ts'
import { problem } from '../http/problem.ts'
import { seenBy } from '../http/raw-rows.ts'
import { type Server, serve } from '../http/server.ts'
import { tableOf } from '../store/events/table.ts'

type Row = Record<string, unknown>
type Value = EventRow['properties'][string]

const lastMs = 253_402_300_799_999

/** Stored events one by one, as their reader may see them. */
export function serveRows(server: Server): void {
  const { control, events } = server.platform

  serve(server, privacy.rows, async ({ params, query }, call) => {
    const project = projectOf(control, params)
    const { definition } = find(control, 'events', { project, key: params.key })
    const event = definition.key
    noteReads(server.platform, project, [event])
    const columns = await events.query(
      'SELECT column_name FROM duckdb_columns() WHERE schema_name = $1 AND table_name = $2',
      [`project_${project}`, event],
    )
    const known = new Set(columns.map(row => String(row.column_name)))
    // Nothing of this event has been loaded yet.
    if (known.size === 0) return { body: { items: [] } }
    const place = placeIn(query.cursor)
    const [beyond, direction] = query.order === 'newest' ? ['<', 'DESC'] : ['>', 'ASC']
    const rows = await events.query(
      `SELECT * FROM ${tableOf(project, event)}
       WHERE _environment = $1 AND _time >= make_timestamp_ms($2::BIGINT) AND _time < make_timestamp_ms($3::BIGINT)
       AND ($5 = '' OR _time ${beyond} make_timestamp_ms($4::BIGINT)
         OR (_time = make_timestamp_ms($4::BIGINT) AND _id ${beyond} $5))
       ORDER BY _time ${direction}, _id ${direction} LIMIT $6`,
      [
        query.environment,
        query.from === undefined ? -lastMs : Date.parse(query.from),
        query.until === undefined ? lastMs : Date.parse(query.until),
        place.afterMs,
        place.afterId,
        query.limit + 1,
      ],
    )
    const page = rows.slice(0, query.limit)
    const names = Object.keys(definition.properties).filter(name => known.has(name))
    const seen = seenBy(
      call,
      control,
      project,
      'rows',
      page.map(row => ({ event, properties: valuesIn(row, names) })),
    )
    const unitFields = Object.values(control.snapshot(project).projects.get(project)?.definition.units ?? {})
    const items = page.map((row, index) => rowOf(row, unitFields, seen[index] ?? {}))
    return {
      body: { items, ...nextCursor(rows, query.limit, row => `${msOf(row._time)} ${String(row._id)}`) },
    }
  })
}

function rowOf(row: Row, unitFields: readonly string[], properties: Record<string, Value>): EventRow {
  return {
    id: String(row._id),
    environment: String(row._environment),
    time: new Date(msOf(row._time)).toISOString(),
    received: new Date(msOf(row._received)).toISOString(),
    clock: Clock.parse(row._clock),
    units: textsIn(row, unitFields, ''),
    context: textsIn(row, contextFields, '_'),
    properties,
  }
}

function textsIn(row: Row, names: readonly string[], prefix: string): Record<string, string> {
  return Object.fromEntries(
    names.flatMap(name => {
      const value = row[`${prefix}${name}`]
      return typeof value === 'string' ? [[name, value]] : []
    }),
  )
}

function valuesIn(row: Row, names: readonly string[]): Record<string, Value> {
  return Object.fromEntries(
    names.flatMap((name): [string, Value][] => {
      const value = row[name]
      if (value instanceof Date) return [[name, value.toISOString()]]
      const isPlain = typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
      return isPlain ? [[name, value]] : []
    }),
  )
}

function msOf(moment: unknown): number {
  if (moment instanceof Date) return moment.getTime()
  throw new Error('a stored event has no time')
}

function placeIn(cursor: string | undefined): { afterMs: number; afterId: string } {
  const position = positionIn(cursor)
  if (position === undefined) return { afterMs: -lastMs, afterId: '' }
  const [, ms, id] = /^(-?\d{1,15}) (.*)$/s.exec(position) ?? []
  if (ms === undefined || id === undefined) throw problem('invalid-cursor')
  return { afterMs: Number(ms), afterId: id }
}
