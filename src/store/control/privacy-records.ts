import { asc, eq } from 'drizzle-orm'
import type { BetterSQLite3Database } from 'drizzle-orm/better-sqlite3'
import type { PrivacyRecords } from './control-store.ts'
import { projectKeys, tombstones } from './schema.ts'

/** The privacy records of a database. */
export function privacyRecords(db: BetterSQLite3Database): PrivacyRecords {
  return {
    projectKeys: project =>
      db
        .select()
        .from(projectKeys)
        .where(eq(projectKeys.project, project))
        .orderBy(asc(projectKeys.purpose), asc(projectKeys.number))
        .all(),
    addProjectKey(key) {
      db.insert(projectKeys).values(key).run()
    },
    tombstones: project =>
      new Set(
        db
          .select({ subject: tombstones.subject })
          .from(tombstones)
          .where(eq(tombstones.project, project))
          .all()
          .map(({ subject }) => subject),
      ),
    addTombstone(project, subject, at) {
      db.insert(tombstones).values({ project, subject, at }).onConflictDoNothing().run()
    },
  }
}
