import type { DuckDBConnection } from '@duckdb/node-api'
import type { EventDefinition } from '../../contract/event-definition.ts'
import type { EventSeries, PropertySeries } from '../../core/health/series.ts'
import { readRows } from './duckdb-rows.ts'

/** Values of a dimension that are watched by themselves: the largest ones. */
const segmentsMax = 20
const dimensions = ['platform', 'version', 'country'] as const

/** The hours `from` (inclusive) to `until` (exclusive) of one event in one environment, from the rollups alone. */
export async function readSeries(
  connection: DuckDBConnection,
  project: string,
  environment: string,
  definition: Pick<EventDefinition, 'key' | 'properties'>,
  from: number,
  until: number,
): Promise<EventSeries> {
  const empty = () => new Float64Array(Math.max(0, until - from))
  const series = { valid: empty(), quarantined: empty(), duplicate: empty(), late: empty(), skewed: empty() }
  const parameters = [project, environment, definition.key, from, until]
  const where = 'project = $1 AND environment = $2 AND event = $3 AND hour >= $4 AND hour < $5'
  const rows = await readRows(
    connection,
    `SELECT hour, platform, version, country, sum(valid)::BIGINT AS valid, sum(quarantined)::BIGINT AS quarantined,
       sum(duplicate)::BIGINT AS duplicate, sum(late)::BIGINT AS late, sum(skewed)::BIGINT AS skewed,
       max(last_ms) AS last_ms
     FROM rollups WHERE ${where} GROUP BY GROUPING SETS ((hour), (hour, platform), (hour, version), (hour, country))`,
    parameters,
  )
  const segments = new Map<string, Float64Array>()
  const lastReceivedMs = rows.reduce((last, row) => Math.max(last, Number(row.last_ms)), 0)
  for (const row of rows) {
    const hour = Number(row.hour) - from
    const dimension = dimensions.find(name => row[name] !== null)
    if (dimension === undefined) {
      for (const name of Object.keys(series) as (keyof typeof series)[]) series[name][hour] = Number(row[name])
    } else if (row[dimension] !== '') {
      const name = `${dimension}=${row[dimension]}`
      const hours = segments.get(name) ?? empty()
      segments.set(name, hours)
      hours[hour] = Number(row.valid)
    }
  }
  const values = await readRows(
    connection,
    `SELECT hour, property, bin, events FROM value_rollups WHERE ${where}`,
    parameters,
  )
  const properties = new Map<string, { events: Float64Array; missing: Float64Array; bins: Map<string, Float64Array> }>()
  for (const row of values) {
    const name = String(row.property)
    const hour = Number(row.hour) - from
    const known = properties.get(name) ?? { events: empty(), missing: empty(), bins: new Map<string, Float64Array>() }
    properties.set(name, known)
    const bin = String(row.bin)
    const events = Number(row.events)
    known.events[hour] = (known.events[hour] ?? 0) + events
    if (bin === '-') known.missing[hour] = events
    else if (bin !== '+') {
      const hours = known.bins.get(bin.slice(1)) ?? empty()
      known.bins.set(bin.slice(1), hours)
      hours[hour] = events
    }
  }
  return {
    firstHour: from,
    ...(lastReceivedMs > 0 ? { lastReceivedMs } : {}),
    ...series,
    segments: largest(segments),
    properties: new Map([...properties].map(([name, known]) => [name, { kind: kindOf(definition, name), ...known }])),
  }
}

function kindOf({ properties }: Pick<EventDefinition, 'properties'>, name: string): PropertySeries['kind'] {
  const property = properties[name]
  if (property === undefined || property.privacy !== undefined) return 'other'
  if (property.type === 'number' || property.type === 'integer') return 'number'
  return property.type === 'boolean' || property.values !== undefined ? 'category' : 'other'
}

function largest(segments: ReadonlyMap<string, Float64Array>): Map<string, Float64Array> {
  const size = (hours: Float64Array) => hours.reduce((sum, events) => sum + events, 0)
  const sized = [...segments].map(([name, hours]) => ({ name, hours, size: size(hours) }))
  return new Map(
    dimensions.flatMap(dimension =>
      sized
        .filter(({ name }) => name.startsWith(`${dimension}=`))
        .sort((one, other) => other.size - one.size)
        .slice(0, segmentsMax)
        .map(({ name, hours }) => [name, hours] as const),
    ),
  )
}
