import { existsSync, mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import Database from 'better-sqlite3'
import { and, asc, desc, eq, gt, lt, ne } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/better-sqlite3'
import { migrate } from 'drizzle-orm/better-sqlite3/migrator'
import { readMigrationFiles } from 'drizzle-orm/migrator'
import { type Noun, nounNames, nouns, type RecordOf, type Revision } from '../../contract/noun.ts'
import { accessRecords } from './access-records.ts'
import type { Change, ControlStore, Snapshot, Stored } from './control-store.ts'
import { deliveryRecords } from './delivery-records.ts'
import { incidentRecords } from './incident-records.ts'
import { lookRecords } from './look-records.ts'
import { memberRecords } from './member-records.ts'
import { privacyRecords } from './privacy-records.ts'
import { documents, revisions } from './schema.ts'

const migrationsFolder = fileURLToPath(new URL('../../../migrations', import.meta.url))

/** Opens the control store in a file (created when missing) and brings it to the current schema. */
export function openControlStore(path: string): ControlStore {
  mkdirSync(dirname(path), { recursive: true })
  const sqlite = new Database(path)
  sqlite.pragma('journal_mode = WAL')
  // A reopened WAL database falls back to NORMAL, which may lose the last commits with the power.
  sqlite.pragma('synchronous = FULL')
  sqlite.pragma('foreign_keys = ON')
  sqlite.pragma('busy_timeout = 5000')
  const db = drizzle(sqlite)
  keepWayBack(sqlite, path)
  migrate(db, { migrationsFolder })

  const snapshots = new Map<string, Snapshot>()
  const listeners = new Set<(project: string, noun: Noun) => void>()
  let changed: { project: string; noun: Noun }[] = []

  const identity = (project: string, noun: Noun, key: string) =>
    and(eq(documents.project, project), eq(documents.noun, noun), eq(documents.key, key))

  function transaction<T>(work: () => T): T {
    if (sqlite.inTransaction) return work()
    try {
      const result = sqlite.transaction(work).immediate()
      const committed = changed
      changed = []
      for (const { project, noun } of committed) for (const listener of listeners) listener(project, noun)
      return result
    } catch (error) {
      for (const { project } of changed) snapshots.delete(project)
      changed = []
      throw error
    }
  }

  function get<N extends Noun>(project: string, noun: N, key: string): Stored<N> | undefined {
    const row = db
      .select()
      .from(documents)
      .where(identity(project, noun, key))
      .get()
    return row && stored(noun, row)
  }

  function change<N extends Noun>(wanted: Change<N>, author: { by: string; at: string; why?: string | undefined }) {
    const { project, noun, key } = wanted
    return transaction((): Stored<N> | 'exists' | 'conflict' | 'missing' => {
      const before = get(project, noun, key)
      if (wanted.expected === 'absent' && before) return 'exists'
      if (wanted.expected !== 'absent' && !before) return 'missing'
      if (before && before.meta.version !== wanted.expected) return 'conflict'
      const version = (before?.meta.version ?? 0) + 1
      const row = {
        project,
        noun,
        key,
        version,
        status: wanted.status,
        definition: parse(noun, wanted.definition),
        createdAt: before?.meta.createdAt ?? author.at,
        createdBy: before?.meta.createdBy ?? author.by,
        updatedAt: author.at,
        updatedBy: author.by,
      }
      db.insert(documents)
        .values(row)
        .onConflictDoUpdate({ target: [documents.project, documents.noun, documents.key], set: row })
        .run()
      db.insert(revisions)
        .values({
          project,
          noun,
          key,
          version,
          action: wanted.action,
          at: author.at,
          by: author.by,
          why: author.why ?? null,
          status: wanted.status,
          before: before?.definition ?? null,
          after: row.definition,
        })
        .run()
      snapshots.delete(project)
      changed.push({ project, noun })
      return stored(noun, row)
    })
  }

  function snapshot(project: string): Snapshot {
    const known = snapshots.get(project)
    if (known) return known
    const maps = Object.fromEntries(nounNames.map(noun => [noun, new Map()])) as unknown as Record<
      Noun,
      Map<string, unknown>
    >
    const rows = db
      .select()
      .from(documents)
      .where(and(eq(documents.project, project), ne(documents.status, 'archived')))
      .orderBy(asc(documents.noun), asc(documents.key))
      .all()
    for (const row of rows) maps[row.noun as Noun].set(row.key, stored(row.noun as Noun, row))
    const newest = db
      .select({ id: revisions.id })
      .from(revisions)
      .where(eq(revisions.project, project))
      .orderBy(desc(revisions.id))
      .limit(1)
      .get()
    const made = { ...maps, revision: newest?.id ?? 0 } as unknown as Snapshot
    snapshots.set(project, made)
    return made
  }

  return {
    ...accessRecords(db),
    ...memberRecords(db),
    ...lookRecords(db),
    ...privacyRecords(db),
    ...incidentRecords(db),
    ...deliveryRecords(db),
    get,
    change,
    snapshot,
    transaction,
    list(project, noun, { limit, after, status }) {
      const rows = db
        .select()
        .from(documents)
        .where(
          and(
            noun === 'projects' ? undefined : eq(documents.project, project),
            eq(documents.noun, noun),
            after === undefined ? undefined : gt(documents.key, after),
            status === 'any' ? undefined : status ? eq(documents.status, status) : ne(documents.status, 'archived'),
          ),
        )
        .orderBy(asc(documents.key))
        .limit(limit)
        .all()
      return rows.map(row => stored(noun, row))
    },
    revisions(project, { noun, key }, { limit, before }) {
      const rows = db
        .select()
        .from(revisions)
        .where(
          and(
            eq(revisions.project, project),
            noun === undefined ? undefined : eq(revisions.noun, noun),
            key === undefined ? undefined : eq(revisions.key, key),
            before === undefined ? undefined : lt(revisions.id, before),
          ),
        )
        .orderBy(desc(revisions.id))
        .limit(limit)
        .all()
      return rows.map(
        ({ project: _project, status: _status, why, ...row }): Revision => ({
          ...row,
          ...(why === null ? {} : { why }),
          before: (row.before ?? null) as Revision['before'],
          after: row.after as Revision['after'],
        }),
      )
    },
    revisionAt(project, noun, key, version) {
      const row = db
        .select()
        .from(revisions)
        .where(
          and(
            eq(revisions.project, project),
            eq(revisions.noun, noun),
            eq(revisions.key, key),
            eq(revisions.version, version),
          ),
        )
        .get()
      return row && { definition: parse(noun, row.after), status: row.status }
    },
    note(project, { noun, key, action, facts }, author) {
      transaction(() => {
        const of = and(eq(revisions.project, project), eq(revisions.noun, noun), eq(revisions.key, key))
        const newest = db
          .select({ version: revisions.version })
          .from(revisions)
          .where(of)
          .orderBy(desc(revisions.version))
          .limit(1)
          .get()
        db.insert(revisions)
          .values({
            project,
            noun,
            key,
            version: (newest?.version ?? 0) + 1,
            action,
            at: author.at,
            by: author.by,
            why: author.why ?? null,
            status: 'noted',
            before: null,
            after: facts,
          })
          .run()
      })
    },
    renew(project) {
      snapshots.delete(project)
    },
    onChange(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    copyTo(path) {
      sqlite.prepare('VACUUM INTO ?').run(path)
    },
    close() {
      sqlite.close()
    },
  }
}

/** Before an existing database is migrated, a copy of it is kept beside it: `control.db.before-3`. */
function keepWayBack(sqlite: Database.Database, path: string): void {
  const known = sqlite.prepare("SELECT 1 FROM sqlite_master WHERE name = '__drizzle_migrations'").get()
  if (!known) return
  const { applied } = sqlite.prepare('SELECT count(*) AS applied FROM __drizzle_migrations').get() as {
    applied: number
  }
  const copy = `${path}.before-${applied + 1}`
  if (applied < readMigrationFiles({ migrationsFolder }).length && !existsSync(copy)) {
    sqlite.prepare('VACUUM INTO ?').run(copy)
  }
}

/** A definition is read through its contract on the way in and on the way out. */
function parse<N extends Noun>(noun: N, definition: unknown): RecordOf<N> {
  return nouns[noun].record.parse(definition) as RecordOf<N>
}

function stored<N extends Noun>(noun: N, row: typeof documents.$inferSelect): Stored<N> {
  const { version, status, createdAt, createdBy, updatedAt, updatedBy } = row
  return {
    definition: parse(noun, row.definition),
    meta: { version, status, createdAt, createdBy, updatedAt, updatedBy },
  }
}
