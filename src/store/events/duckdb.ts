import { rename, rm } from 'node:fs/promises'
import type { EventDefinition } from '../../contract/event-definition.ts'
import { compilePlan, planAnswer, segmentAnswers } from './compile-plan.ts'
import { readProduct } from './compile-product.ts'
import { compileSeries, seriesAnswer } from './compile-series.ts'
import { compileTotals, totalsAnswer } from './compile-totals.ts'
import { compactedPath, removeDatabase, writeCompacted } from './duckdb-compaction.ts'
import { rollUpDropped } from './duckdb-dropped.ts'
import { loadFile } from './duckdb-load.ts'
import { type DatabaseOptions, openDatabase } from './duckdb-open.ts'
import { readQuarantined, readQuarantineGroups } from './duckdb-quarantine.ts'
import { readFreshness, visitRecentIds } from './duckdb-questions.ts'
import { readReconciled } from './duckdb-reconciliation.ts'
import { removeExpired, removeUnit } from './duckdb-removal.ts'
import { readRows, withConnection } from './duckdb-rows.ts'
import { changesFor, createBase, readSchema } from './duckdb-schema.ts'
import { readDelivery } from './duckdb-sequences.ts'
import { readSeries } from './duckdb-series.ts'
import { usageQuestions } from './duckdb-usage.ts'
import type { EventStore } from './event-store.ts'
import type { JournalFile } from './journal-files.ts'
import type { Log } from './log.ts'
import { exposureDefinition } from './table.ts'
import { alone, createTurns } from './turns.ts'
import type { SqlParameter } from './where-sql.ts'

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
  // What a crash left of a compaction is of no use: the old file is complete.
  await removeDatabase(compactedPath(options.path))
  let instance = await openDatabase(options)
  let writer = await instance.connect()
  const write = createTurns(1)
  const ask = createTurns(questionsMax)
  await createBase(writer)
  let schema = await readSchema(writer)
  const profiles = new Map<string, Map<string, EventDefinition>>()

  async function load(file: JournalFile): Promise<'loaded' | 'known'> {
    const outcome = await write(() => loadFile(writer, schema, file, !idsChecked(file), profiles))
    if (outcome === 'known') return 'known'
    if (outcome.duplicates > 0) log.info({ path: file.path, ...outcome }, 'dropped duplicates while loading')
    return 'loaded'
  }

  function answer({ sql, parameters }: { sql: string; parameters: SqlParameter[] }) {
    return ask(() => withConnection(instance, connection => readRows(connection, sql, parameters)))
  }

  return {
    ...usageQuestions(question => ask(() => withConnection(instance, connection => question(connection, schema)))),
    define: (project, unitFields, definitions) =>
      write(async () => {
        profiles.set(project, new Map([exposureDefinition, ...definitions].map(one => [one.key, one])))
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
      return planAnswer(plan, await answer(compilePlan(plan)))
    },
    async analyseBy(plan, dimension) {
      return segmentAnswers(plan, await answer(compilePlan(plan, dimension)))
    },
    async series(plan, metric, cap) {
      return seriesAnswer(plan, metric, await answer(compileSeries(plan, metric, cap)))
    },
    async totals(plan) {
      return totalsAnswer(plan, await answer(compileTotals(plan)))
    },
    product: plan => ask(() => withConnection(instance, connection => readProduct(connection, plan))),
    freshness: (project, environment) =>
      ask(() => withConnection(instance, connection => readFreshness(connection, schema, project, environment))),
    quarantined: (project, beforeMs, limit, filter = {}) =>
      ask(() => withConnection(instance, connection => readQuarantined(connection, project, beforeMs, limit, filter))),
    quarantineGroups: (project, filter, limit) =>
      ask(() => withConnection(instance, connection => readQuarantineGroups(connection, project, filter, limit))),
    removeUnit: (project, unitField, unit) => write(() => removeUnit(writer, schema, project, unitField, unit)),
    removeExpired: (project, expiries) => write(() => removeExpired(writer, schema, project, expiries)),
    compact: () =>
      write(() =>
        alone(ask, questionsMax, async () => {
          const compacted = await writeCompacted(writer, options.path)
          writer.closeSync()
          instance.closeSync()
          try {
            await rm(`${options.path}.wal`, { force: true })
            await rename(compacted, options.path)
          } finally {
            instance = await openDatabase(options)
            writer = await instance.connect()
          }
        }),
      ),
    hours: (project, environment, definition, from, until) =>
      ask(() =>
        withConnection(instance, connection => readSeries(connection, project, environment, definition, from, until)),
      ),
    reconciled: (project, environment, event, completeness, from, until) =>
      ask(() =>
        withConnection(instance, connection =>
          readReconciled(connection, project, environment, event, completeness, from, until),
        ),
      ),
    delivery: (project, environment, from, until) =>
      ask(() => withConnection(instance, connection => readDelivery(connection, project, environment, from, until))),
    countDropped: dropped => write(() => rollUpDropped(writer, dropped)),
    query: (sql, parameters) =>
      ask(() => withConnection(instance, connection => readRows(connection, sql, parameters))),
    close: () =>
      write(async () => {
        writer.closeSync()
        instance.closeSync()
      }),
  }
}
