import type { DuckDBConnection } from '@duckdb/node-api'
import type { EventDefinition } from '../../contract/event-definition.ts'
import { literal, readRows } from './duckdb-rows.ts'

/** The definitions rollups follow, by project and event. */
export type Profiles = ReadonlyMap<string, ReadonlyMap<string, EventDefinition>>

export const hourMs = 3_600_000
const lateMs = hourMs
/** So many events of a segment are enough to know how values are distributed. */
const sampleMax = 5000
export const labelMax = 64

/** The tables of counts by hour of arrival. They hold no unit and no personal value. */
export const rollupTables = `
  CREATE TABLE IF NOT EXISTS rollups (
    project VARCHAR, environment VARCHAR, event VARCHAR, hour BIGINT, platform VARCHAR, version VARCHAR, country VARCHAR,
    valid BIGINT, quarantined BIGINT, duplicate BIGINT, late BIGINT, skewed BIGINT,
    last_ms BIGINT
  );
  CREATE TABLE IF NOT EXISTS value_rollups (
    project VARCHAR, environment VARCHAR, event VARCHAR, hour BIGINT, property VARCHAR, bin VARCHAR, events BIGINT
  );
`

/** Adds what a batch holds to the counts, in the transaction that loads it. What arrives under no defined name counts under ''. */
export async function rollUp(connection: DuckDBConnection, profiles: Profiles): Promise<void> {
  const known = "coalesce(quarantine->>'reason', '') NOT IN ('unknown-event', 'malformed-event')"
  await connection.run(`
    CREATE OR REPLACE TEMP TABLE rolled AS
    SELECT project, environment, CASE WHEN ${known} THEN event ELSE '' END AS event, received // ${hourMs} AS hour,
      ${labelIn('platform')} AS platform, ${labelIn('app_version')} AS version, ${labelIn('country')} AS country,
      count(*) FILTER (quarantine IS NULL) AS valid, count(*) FILTER (quarantine IS NOT NULL) AS quarantined, 0 AS duplicate,
      count(*) FILTER (quarantine IS NULL AND received - time > ${lateMs}) AS late,
      count(*) FILTER (quarantine IS NULL AND clock <> 'ok') AS skewed,
      coalesce(max(received) FILTER (quarantine IS NULL), 0) AS last_ms
    FROM batch GROUP BY ALL`)
  await addRolled(connection)
  await rollUpValues(connection, profiles)
}

/** What a line of the batch says about where it comes from, also when it is kept aside. */
export function labelIn(field: string): string {
  return `left(coalesce(context->>'${field}', quarantine->'raw'->'context'->>'${field}', ''), ${labelMax})`
}

/** Adds the counts in the table `rolled` to what is known. */
export async function addRolled(connection: DuckDBConnection): Promise<void> {
  const keys = ['project', 'environment', 'event', 'hour', 'platform', 'version', 'country']
  const counts = ['valid', 'quarantined', 'duplicate', 'late', 'skewed', 'last_ms']
  await addTo(connection, 'rollups', 'rolled', keys, counts)
}

async function rollUpValues(connection: DuckDBConnection, profiles: Profiles): Promise<void> {
  const events = await readRows(
    connection,
    'SELECT project, event, count(*) AS events FROM batch WHERE quarantine IS NULL GROUP BY ALL',
  )
  const parts = events.flatMap(row => {
    const definition = profiles.get(String(row.project))?.get(String(row.event))
    const properties = Object.entries(definition?.properties ?? {})
    if (definition === undefined || properties.length === 0) return []
    const bins = properties.map(([name, property]) => `${literal(name)}: ${binOf(name, property)}`)
    const every = Math.ceil(Number(row.events) / sampleMax)
    return [
      `SELECT project, environment, event, received // ${hourMs} AS hour, map_entries(MAP {${bins.join(', ')}}) AS values FROM batch
       WHERE quarantine IS NULL AND project = ${literal(String(row.project))}
         AND event = ${literal(definition.key)} AND rowid % ${every} = 0`,
    ]
  })
  if (parts.length === 0) return
  await connection.run(`
    CREATE OR REPLACE TEMP TABLE rolled AS
    SELECT project, environment, event, hour, value.key AS property, value.value AS bin, count(*) AS events
    FROM (SELECT * EXCLUDE (values), unnest(values) AS value FROM (${parts.join(' UNION ALL ')})) GROUP BY ALL`)
  const keys = ['project', 'environment', 'event', 'hour', 'property', 'bin']
  await addTo(connection, 'value_rollups', 'rolled', keys, ['events'])
}

/** '-' for no value, '=' and the value for one of a few, '#' and its order of magnitude for a number, else '+'. */
function binOf(name: string, { type, values, privacy }: EventDefinition['properties'][string]): string {
  const value = `(properties->>${literal(`$."${name}"`)})`
  const bin =
    privacy !== undefined
      ? "'+'"
      : type === 'boolean' || values !== undefined
        ? `'=' || ${value}`
        : type === 'number' || type === 'integer'
          ? numberBin(`TRY_CAST(${value} AS DOUBLE)`)
          : "'+'"
  return `CASE WHEN ${value} IS NULL THEN '-' ELSE ${bin} END`
}

/** Four bins to a factor of two, in the order of the numbers, zero in the middle. */
function numberBin(value: string): string {
  const size = `(200 + greatest(-199, floor(4 * log2(greatest(abs(${value}), 1e-15)))))`
  return `'#' || CAST(CASE WHEN ${value} = 0 THEN 0 ELSE sign(${value}) * ${size} END AS BIGINT)`
}

/** Adds the counts of one table to those of another where they are about the same, and drops it. */
export async function addTo(
  connection: DuckDBConnection,
  table: string,
  rolled: string,
  keys: readonly string[],
  counts: readonly string[],
): Promise<void> {
  const same = keys.map(key => `r.${key} = d.${key}`).join(' AND ')
  const columns = [...keys, ...counts].join(', ')
  await connection.run(`
    UPDATE ${table} AS r SET ${counts.map(sumOrLatest).join(', ')}
      FROM ${rolled} AS d WHERE ${same} AND r.hour >= (SELECT min(hour) FROM ${rolled});
    INSERT INTO ${table} (${columns}) SELECT ${columns} FROM ${rolled} AS d WHERE NOT EXISTS (
      SELECT 1 FROM ${table} AS r WHERE ${same} AND r.hour >= (SELECT min(hour) FROM ${rolled}));
    DROP TABLE ${rolled};
  `)
}

function sumOrLatest(name: string): string {
  return name === 'last_ms' ? 'last_ms = greatest(r.last_ms, d.last_ms)' : `${name} = r.${name} + d.${name}`
}
