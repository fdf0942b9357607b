import type { DuckDBConnection } from '@duckdb/node-api'
import { insertOf } from './duckdb-insert.ts'
import { release, setReleasesApart } from './duckdb-release.ts'
import { type Profiles, rollUp } from './duckdb-rollup.ts'
import { literal, readRows } from './duckdb-rows.ts'
import type { Schema } from './duckdb-schema.ts'
import { rollUpSequences } from './duckdb-sequences.ts'
import type { JournalFile } from './journal-files.ts'
import { tableOf } from './table.ts'

/** What became of a journal file: how many events it held, and how many of those were there already. */
export type Loaded = { events: number; duplicates: number }

const dayMs = 86_400_000
const duplicateWindowMs = 7 * dayMs
const objectBytesMax = 16 * 1024 * 1024

const lineColumns = {
  project: 'VARCHAR',
  environment: 'VARCHAR',
  id: 'VARCHAR',
  event: 'VARCHAR',
  time: 'BIGINT',
  received: 'BIGINT',
  clock: 'VARCHAR',
  sequence: 'BIGINT',
  session: 'VARCHAR',
  dropped: 'BIGINT',
  units: 'JSON',
  context: 'JSON',
  properties: 'JSON',
  quarantine: 'JSON',
  sender: 'JSON',
  outcome: 'VARCHAR',
  segment: 'JSON',
  commit: 'JSON',
}

/**
 * Loads a journal file in one transaction, with its mark; the caller keeps other writers away meanwhile. Throws, with
 * nothing changed, when a line has no table or column to go to.
 */
export async function loadFile(
  connection: DuckDBConnection,
  schema: Schema,
  file: JournalFile,
  checkDuplicates: boolean,
  profiles: Profiles = new Map(),
): Promise<Loaded | 'known'> {
  await connection.run('BEGIN TRANSACTION')
  try {
    const known = await isKnown(connection, file)
    const outcome = known ? 'known' : await loadUnknown(connection, schema, file, checkDuplicates, profiles)
    await connection.run('COMMIT')
    return outcome
  } catch (error) {
    await connection.run('ROLLBACK').catch(() => undefined)
    throw error
  }
}

async function isKnown(connection: DuckDBConnection, file: JournalFile): Promise<boolean> {
  const rows = await readRows(connection, 'SELECT first, last, bytes FROM segments WHERE first <= $2 AND last >= $1', [
    file.first,
    file.last,
  ])
  const [mark] = rows
  if (mark === undefined) return false
  if (mark.first === file.first && mark.last === file.last && !file.compressed && mark.bytes !== file.bytes) {
    throw new Error(
      `${file.path} is not the segment ${file.first} that was loaded before; the journal and the event store do not belong together`,
    )
  }
  return true
}

async function loadUnknown(
  connection: DuckDBConnection,
  schema: Schema,
  file: JournalFile,
  checkDuplicates: boolean,
  profiles: Profiles,
): Promise<Loaded> {
  const columns = Object.entries(lineColumns)
    .map(([name, type]) => `${name}: '${type}'`)
    .join(', ')
  await connection.run(
    `CREATE OR REPLACE TEMP TABLE batch AS SELECT * EXCLUDE (segment, commit)
     FROM read_ndjson(${literal(file.path)}, columns = {${columns}}, compression = '${file.compressed ? 'gzip' : 'auto_detect'}', maximum_object_size = ${objectBytesMax})
     WHERE segment IS NULL AND commit IS NULL`,
  )
  const releasing = await setReleasesApart(connection)
  const duplicates = checkDuplicates ? await dropDuplicates(connection, schema) : 0
  await connection.run(
    `INSERT INTO quarantine SELECT project, environment, id, event, quarantine->>'reason', quarantine->>'detail',
       make_timestamp_ms(time), make_timestamp_ms(received), units, quarantine->'raw', sender
     FROM batch WHERE quarantine IS NOT NULL`,
  )
  if (releasing) await release(connection)
  for (const { project, event } of await eventsIn(connection, schema, file)) {
    await connection.run(insertOf(schema, project, event))
  }
  await rollUp(connection, profiles)
  await rollUpSequences(connection)
  const [counted] = await readRows(connection, 'SELECT count(*) AS events FROM batch')
  const events = Number(counted?.events)
  await connection.run(
    `INSERT INTO segments VALUES (${file.first}, ${file.last}, ${file.bytes}, ${events}, ${duplicates})`,
  )
  await connection.run('DROP TABLE batch')
  return { events: events + duplicates, duplicates }
}

/** The events of the batch, every one of them with a table that has a column for everything its lines hold. */
async function eventsIn(
  connection: DuckDBConnection,
  schema: Schema,
  file: JournalFile,
): Promise<{ project: string; event: string }[]> {
  const rows = await readRows(
    connection,
    'SELECT DISTINCT project, event, json_keys(units) AS units, json_keys(properties) AS properties FROM batch WHERE quarantine IS NULL',
  )
  const found = new Map<string, { project: string; event: string }>()
  for (const row of rows) {
    const { project, event, units, properties } = row
    if (typeof project !== 'string' || typeof event !== 'string')
      throw new Error(`${file.path} holds a line without project or event`)
    const columns = schema.get(project)?.events.get(event)
    if (columns === undefined)
      throw new Error(`${file.path} holds ${event} of project ${project}, which has no table; define the event again`)
    for (const name of [...keysOf(units), ...keysOf(properties)]) {
      if (!columns.has(name))
        throw new Error(
          `${file.path} holds ${name} of ${event} of project ${project}, which has no column; define it again`,
        )
    }
    found.set(JSON.stringify([project, event]), { project, event })
  }
  return [...found.values()]
}

/** Removes lines whose id was received in the week before, here or in any table of the project; the first one stays. */
async function dropDuplicates(connection: DuckDBConnection, schema: Schema): Promise<number> {
  const before = await batchSize(connection)
  await connection.run(
    'DELETE FROM batch WHERE rowid IN (SELECT rowid FROM batch QUALIFY row_number() OVER (PARTITION BY project, id ORDER BY rowid) > 1)',
  )
  const projects = await readRows(connection, 'SELECT project, min(received) AS earliest FROM batch GROUP BY project')
  for (const { project, earliest } of projects) {
    const name = String(project)
    const sinceMs = Number(earliest) - duplicateWindowMs
    const tables = [...(schema.get(name)?.events.keys() ?? [])].map(
      event => `SELECT _id AS id, _received AS received FROM ${tableOf(name, event)}`,
    )
    tables.push(`SELECT id, received FROM quarantine WHERE project = ${literal(name)}`)
    for (const table of tables) {
      await connection.run(
        `DELETE FROM batch USING (${table}) AS kept WHERE batch.project = ${literal(name)} AND kept.id = batch.id
         AND kept.received > make_timestamp_ms(${sinceMs}) AND kept.received > make_timestamp_ms(batch.received - ${duplicateWindowMs})`,
      )
    }
  }
  return before - (await batchSize(connection))
}

async function batchSize(connection: DuckDBConnection): Promise<number> {
  const [row] = await readRows(connection, 'SELECT count(*) AS size FROM batch')
  return Number(row?.size)
}

function keysOf(keys: unknown): string[] {
  return Array.isArray(keys) ? keys.map(String) : []
}
