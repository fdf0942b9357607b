import { and, asc, count, eq, gt, isNull, lt, or, sql } from 'drizzle-orm'
import type { BetterSQLite3Database } from 'drizzle-orm/better-sqlite3'
import type { MemberRecord, MemberRecords } from './control-store.ts'
import { members, sessions, signInCodes } from './schema.ts'

/** The members of a database, where they are signed in, and the links that sign them in. */
export function memberRecords(db: BetterSQLite3Database): MemberRecords {
  // Every request of a person asks this.
  const sessionWithMember = db
    .select()
    .from(sessions)
    .innerJoin(members, eq(sessions.member, members.id))
    .where(eq(sessions.id, sql.placeholder('id')))
    .prepare()

  return {
    addMember({ identity, ...member }) {
      db.insert(members)
        .values({ ...member, ...identity })
        .run()
    },
    changeMember(id, { identity, ...changed }) {
      const columns = identity === undefined ? changed : { ...changed, ...(identity ?? noIdentity) }
      if (Object.keys(columns).length > 0) db.update(members).set(columns).where(eq(members.id, id)).run()
    },
    removeMember(id) {
      return db.delete(members).where(eq(members.id, id)).run().changes > 0
    },
    member(id) {
      const row = db.select().from(members).where(eq(members.id, id)).get()
      return row && recordOf(row)
    },
    memberByEmail(email) {
      const row = db.select().from(members).where(eq(members.email, email)).get()
      return row && recordOf(row)
    },
    memberByIdentity({ issuer, subject }) {
      const identity = and(eq(members.issuer, issuer), eq(members.subject, subject))
      const row = db.select().from(members).where(identity).get()
      return row && recordOf(row)
    },
    members({ limit, after }) {
      return db
        .select()
        .from(members)
        .where(after === undefined ? undefined : gt(members.number, after))
        .orderBy(asc(members.number))
        .limit(limit)
        .all()
        .map(recordOf)
    },
    adminCount() {
      const admin = and(eq(members.role, 'admin'), isNull(members.project))
      return db.select({ admins: count() }).from(members).where(admin).get()?.admins ?? 0
    },
    addSession(session) {
      db.insert(sessions).values(session).run()
    },
    sessionById(id) {
      const found = sessionWithMember.get({ id })
      return found && { session: found.sessions, member: recordOf(found.members) }
    },
    noteUse(id, member, atMs) {
      db.update(sessions).set({ seenMs: atMs }).where(eq(sessions.id, id)).run()
      db.update(members)
        .set({ seenAt: new Date(atMs).toISOString() })
        .where(eq(members.id, member))
        .run()
    },
    endSession(id) {
      db.delete(sessions).where(eq(sessions.id, id)).run()
    },
    endSessions(member) {
      db.delete(sessions).where(eq(sessions.member, member)).run()
    },
    addCode(code) {
      db.insert(signInCodes).values(code).run()
    },
    spendCode(codeHash) {
      return db.delete(signInCodes).where(eq(signInCodes.codeHash, codeHash)).returning().get()
    },
    endInvitations(member) {
      db.delete(signInCodes)
        .where(and(eq(signInCodes.member, member), eq(signInCodes.invitation, true)))
        .run()
    },
    forgetSignIns({ createdBeforeMs, seenBeforeMs, codesBeforeMs }) {
      db.delete(sessions)
        .where(or(lt(sessions.createdMs, createdBeforeMs), lt(sessions.seenMs, seenBeforeMs)))
        .run()
      db.delete(signInCodes).where(lt(signInCodes.expiresMs, codesBeforeMs)).run()
    },
  }
}

const noIdentity = { issuer: null, subject: null }

function recordOf(row: typeof members.$inferSelect): MemberRecord {
  const { email, project, passwordHash, issuer, subject, seenAt, ...rest } = row
  return {
    ...rest,
    email: email ?? undefined,
    project: project ?? undefined,
    passwordHash: passwordHash ?? undefined,
    identity: issuer === null || subject === null ? undefined : { issuer, subject },
    seenAt: seenAt ?? undefined,
  }
}
