import { compilePlan, planAnswer } from './compile-plan.ts'
import { loadFile } from './duckdb-load.ts'
import { type DatabaseOptions, openDatabase } from './duckdb-open.ts'
import { readFreshness, readQuarantined, visitRecentIds } from './duckdb-questions.ts'
import { readRows, withConnection } from './duckdb-rows.ts'
import { changesFor, createBase, readSchema } from './duckdb-schema.ts'
import type { EventStore } from './event-store.ts'
import type { JournalFile } from './journal-files.ts'
import type { Log } from './log.ts'
import { createTurns } from './turns.ts'

export type EventStoreOptions = DatabaseOptions & {
  log: Log
  /** Whether every id in a file was checked against the seven days before it was journalled; when not, loading checks (the default). */
  idsChecked?: (file: JournalFile) => boolean
}

/** An event store that can also swallow an archive of the journal, for a rebuild. */
export type DuckdbEventStore = EventStore & { loadFile(file: JournalFile): Promise<'loaded' | 'known'> }

/** Questions that may run at once; each blocks a thread of the pool that the journal's writes need too. */
const questionsMax = 2

/** Opens the event store in a DuckDB file, made if it is not there. Throws an error that says what to do when it cannot be opened. */
export async function openEventStore(options: EventStoreOptions): Promise<DuckdbEventStore> {
  const { log, idsChecked = () => false } = options
  const instance = await openDatabase(options)
  const writer = await instance.connect()
  const write = createTurns(1)
  const ask = createTurns(questionsMax)
  await createBase(writer)
  let schema = await readSchema(writer)

  async function load(file: JournalFile): Promise<'loaded' | 'known'> {
    const outcome = await write(() => loadFile(writer, schema, file, !idsChecked(file)))
    if (outcome === 'known') return 'known'
    if (outcome.duplicates > 0) log.info({ path: file.path, ...outcome }, 'dropped duplicates while loading')
    return 'loaded'
  }

  return {
    define: (project, unitFields, definitions) =>
      write(async () => {
        const statements = changesFor(schema, project, unitFields, definitions)
        if (statements.length === 0) return
        await writer.run('BEGIN TRANSACTION')
        try {
          for (const statement of statements) await writer.run(statement)
          await writer.run('COMMIT')
        } catch (error) {
          await writer.run('ROLLBACK').catch(() => undefined)
          throw error
        }
        schema = await readSchema(writer)
      }),
    load: segment =>
      load({
        first: segment.number,
        last: segment.number,
        path: segment.path,
        bytes: segment.bytes,
        compressed: false,
      }),
    loadFile: load,
    lastLoadedSegment: () =>
      write(async () =>
        Number((await readRows(writer, 'SELECT coalesce(max(last), 0) AS last FROM segments'))[0]?.last),
      ),
    recentIds: (sinceMs, visit) =>
      ask(() => withConnection(instance, connection => visitRecentIds(connection, schema, sinceMs, visit))),
    async analyse(plan) {
      const { sql, parameters } = compilePlan(plan)
      return planAnswer(
        plan,
        await ask(() => withConnection(instance, connection => readRows(connection, sql, parameters))),
      )
    },
    freshness: (project, environment) =>
      ask(() => withConnection(instance, connection => readFreshness(connection, schema, project, environment))),
    quarantined: (project, beforeMs, limit) =>
      ask(() => withConnection(instance, connection => readQuarantined(connection, project, beforeMs, limit))),
    query: (sql, parameters) =>
      ask(() => withConnection(instance, connection => readRows(connection, sql, parameters))),
    close: () =>
      write(async () => {
        writer.closeSync()
        instance.closeSync()
      }),
  }
}
