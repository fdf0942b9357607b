import type { DuckDBConnection } from '@duckdb/node-api'
import type { DeliverySeries } from '../../core/health/series.ts'
import { addTo, hourMs, labelIn } from './duckdb-rollup.ts'
import { readRows } from './duckdb-rows.ts'

/** So long after its last event a session is over for certain; senders end theirs after half an hour. */
const rememberedHours = 8 * 24
const dimensions = ['platform', 'version'] as const
const segmentsMax = 20

/**
 * How far the numbers of each session have come, and by hour of arrival how many numbers were used up, how many events came
 * with one, and how many their senders gave up. Sessions are known by a hash and forgotten after eight days.
 */
export const sequenceTables = `
  CREATE TABLE IF NOT EXISTS sequences (
    project VARCHAR, environment VARCHAR, session VARCHAR, sequence_last BIGINT, dropped_last BIGINT, hour_last BIGINT
  );
  CREATE TABLE IF NOT EXISTS sequence_rollups (
    project VARCHAR, environment VARCHAR, hour BIGINT, platform VARCHAR, version VARCHAR,
    expected BIGINT, arrived BIGINT, dropped BIGINT
  );
`

const keys = ['project', 'environment', 'hour', 'platform', 'version']
const counts = ['expected', 'arrived', 'dropped']

/**
 * Counts the numbered events of a batch, in the transaction that loads it. A number is expected in the hour in which it or a
 * later one arrived first, so the sums are the same however events are spread over batches, and late ones make up for
 * the gap they left. What leaves quarantine was counted when it came.
 */
export async function rollUpSequences(connection: DuckDBConnection): Promise<void> {
  const [numbered] = await readRows(connection, `SELECT count(*) AS events FROM batch WHERE ${isNumbered}`)
  if (Number(numbered?.events) === 0) return
  await connection.run(`
    CREATE OR REPLACE TEMP TABLE advanced AS
    WITH here AS (
      SELECT project, environment, session, received // ${hourMs} AS hour, max(${labelIn('platform')}) AS platform,
        max(${labelIn('app_version')}) AS version, count(*) AS arrived, max(sequence) AS furthest,
        max(coalesce(dropped, 0)) AS given_up
      FROM batch WHERE ${isNumbered} GROUP BY project, environment, session, hour
    ), run AS (
      SELECT *, max(furthest) OVER before AS furthest_before, max(given_up) OVER before AS given_up_before
      FROM here WINDOW before AS (
        PARTITION BY project, environment, session ORDER BY hour ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)
    )
    SELECT project, environment, session, hour, platform, version, arrived, furthest, given_up,
      greatest(0, furthest - greatest(coalesce(furthest_before, -1), coalesce(sequence_last, -1))) AS expected,
      greatest(0, given_up - greatest(coalesce(given_up_before, 0), coalesce(dropped_last, 0))) AS dropped
    FROM run LEFT JOIN sequences USING (project, environment, session);
    UPDATE sequences AS s SET sequence_last = greatest(s.sequence_last, a.furthest),
        dropped_last = greatest(s.dropped_last, a.given_up), hour_last = greatest(s.hour_last, a.hour)
      FROM (${furthestOf}) AS a
      WHERE s.project = a.project AND s.environment = a.environment AND s.session = a.session;
    INSERT INTO sequences SELECT * FROM (${furthestOf}) AS a ANTI JOIN sequences USING (project, environment, session);
    DELETE FROM sequences WHERE hour_last < (SELECT max(hour) FROM advanced) - ${rememberedHours};
    CREATE OR REPLACE TEMP TABLE rolled AS SELECT ${keys.join(', ')}, ${sumsOf(counts)} FROM advanced GROUP BY ALL;
    DROP TABLE advanced;
  `)
  await addTo(connection, 'sequence_rollups', 'rolled', keys, counts)
}

const isNumbered = 'sequence IS NOT NULL AND session IS NOT NULL AND outcome IS NULL'
const furthestOf = `SELECT project, environment, session, max(furthest) AS furthest, max(given_up) AS given_up, max(hour) AS hour
  FROM advanced GROUP BY ALL`

function sumsOf(names: readonly string[]): string {
  return names.map(name => `sum(${name})::BIGINT AS ${name}`).join(', ')
}

/** Adds events that arrived without leaving a line, given as SQL rows like those of `rollups` with a count. */
export async function addArrived(connection: DuckDBConnection, rows: readonly string[]): Promise<void> {
  if (rows.length === 0) return
  await connection.run(`
    CREATE OR REPLACE TEMP TABLE rolled AS
    SELECT ${keys.join(', ')}, 0 AS expected, sum(events)::BIGINT AS arrived, 0 AS dropped FROM (VALUES ${rows.join(', ')})
      AS t(project, environment, event, hour, platform, version, country, events) GROUP BY ALL`)
  await addTo(connection, 'sequence_rollups', 'rolled', keys, counts)
}

/** The hours `from` (inclusive) to `until` (exclusive) of one environment. */
export async function readDelivery(
  connection: DuckDBConnection,
  project: string,
  environment: string,
  from: number,
  until: number,
): Promise<DeliverySeries> {
  const empty = () => new Float64Array(Math.max(0, until - from))
  const series = { expected: empty(), arrived: empty(), dropped: empty() }
  const segments = new Map<string, { expected: Float64Array; arrived: Float64Array }>()
  const rows = await readRows(
    connection,
    `SELECT hour, platform, version, ${sumsOf(counts)}, sum(sum(expected)) OVER (PARTITION BY platform, version)::BIGINT AS size
     FROM sequence_rollups WHERE project = $1 AND environment = $2 AND hour >= $3 AND hour < $4
     GROUP BY GROUPING SETS ((hour), (hour, platform), (hour, version)) ORDER BY size DESC, platform, version, hour`,
    [project, environment, from, until],
  )
  for (const row of rows) {
    const hour = Number(row.hour) - from
    const dimension = dimensions.find(name => row[name] !== null)
    if (dimension === undefined) {
      for (const name of Object.keys(series) as (keyof typeof series)[]) series[name][hour] = Number(row[name])
    } else if (row[dimension] !== '') {
      const name = `${dimension}=${row[dimension]}`
      const known = segments.get(name) ?? { expected: empty(), arrived: empty() }
      if (segments.size >= segmentsMax && !segments.has(name)) continue
      segments.set(name, known)
      known.expected[hour] = Number(row.expected)
      known.arrived[hour] = Number(row.arrived)
    }
  }
  return { firstHour: from, ...series, segments }
}
