import { and, asc, eq } from 'drizzle-orm'
import type { BetterSQLite3Database } from 'drizzle-orm/better-sqlite3'
import { Look } from '../../contract/look.ts'
import type { LookRecords } from './control-store.ts'
import { looks } from './schema.ts'

/** The looks taken at experiments, append only. */
export function lookRecords(db: BetterSQLite3Database): LookRecords {
  return {
    addLook(project, look) {
      const done = db
        .insert(looks)
        .values({ project, ...look })
        .onConflictDoNothing()
        .run()
      return done.changes > 0
    },
    looks(project, experiment, phase) {
      const ofPhase = and(eq(looks.project, project), eq(looks.experiment, experiment), eq(looks.phase, phase))
      return db.select().from(looks).where(ofPhase).orderBy(asc(looks.number)).all().map(look)
    },
    finalLooks(project) {
      const ended = and(eq(looks.project, project), eq(looks.final, true))
      return db.select().from(looks).where(ended).orderBy(asc(looks.at), asc(looks.experiment)).all().map(look)
    },
  }
}

function look({ project: _project, ...row }: typeof looks.$inferSelect): Look {
  return Look.parse(row)
}
