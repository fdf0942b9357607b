import { and, asc, eq, gt, lt } from 'drizzle-orm'
import type { BetterSQLite3Database } from 'drizzle-orm/better-sqlite3'
import type { AccessKey } from '../../contract/access.ts'
import type { AccessRecords } from './control-store.ts'
import { accessKeys, answers, settings } from './schema.ts'

/** Keys, the answers given under an Idempotency-Key, and the few facts about the installation. */
export function accessRecords(db: BetterSQLite3Database): AccessRecords {
  // Every request looks its key up; only this process changes keys.
  const knownKeys = new Map<string, { key: AccessKey; secretHash: string }>()

  return {
    addKey(key, secretHash) {
      knownKeys.delete(key.id)
      db.insert(accessKeys)
        .values({ ...key, secretHash })
        .run()
    },
    keyById(id) {
      const known = knownKeys.get(id)
      if (known) return known
      const row = db.select().from(accessKeys).where(eq(accessKeys.id, id)).get()
      if (!row) return undefined
      const found = { key: accessKey(row), secretHash: row.secretHash }
      knownKeys.set(id, found)
      return found
    },
    keys({ limit, after }) {
      const rows = db
        .select()
        .from(accessKeys)
        .where(after === undefined ? undefined : gt(accessKeys.id, after))
        .orderBy(asc(accessKeys.id))
        .limit(limit)
        .all()
      return rows.map(accessKey)
    },
    revokeKey(id, at) {
      knownKeys.delete(id)
      const done = db.update(accessKeys).set({ revokedAt: at }).where(eq(accessKeys.id, id)).run()
      return done.changes > 0
    },
    answer(caller, idempotencyKey) {
      return db
        .select()
        .from(answers)
        .where(and(eq(answers.caller, caller), eq(answers.idempotencyKey, idempotencyKey)))
        .get()
    },
    keepAnswer(caller, idempotencyKey, answer, atMs) {
      db.insert(answers)
        .values({ caller, idempotencyKey, ...answer, at: atMs })
        .run()
    },
    forgetAnswers(beforeMs) {
      db.delete(answers).where(lt(answers.at, beforeMs)).run()
    },
    setting(name) {
      return db.select().from(settings).where(eq(settings.name, name)).get()?.value
    },
    keepSetting(name, value) {
      if (value === undefined) db.delete(settings).where(eq(settings.name, name)).run()
      else
        db.insert(settings).values({ name, value }).onConflictDoUpdate({ target: settings.name, set: { value } }).run()
    },
  }
}

function accessKey(row: typeof accessKeys.$inferSelect): AccessKey {
  const { secretHash: _hash, role, project, environment, revokedAt, ...rest } = row
  return {
    ...rest,
    ...(role === null ? {} : { role }),
    ...(project === null ? {} : { project }),
    ...(environment === null ? {} : { environment }),
    ...(revokedAt === null ? {} : { revokedAt }),
  }
}
