import { asc, eq, lte, sql } from 'drizzle-orm'
import type { BetterSQLite3Database } from 'drizzle-orm/better-sqlite3'
import type { Deliveries } from './control-store.ts'
import { deliveries } from './schema.ts'

/** The messages for webhooks of a database. */
export function deliveryRecords(db: BetterSQLite3Database): Deliveries {
  return {
    addDelivery(delivery) {
      db.insert(deliveries)
        .values({ ...delivery, attempts: 0 })
        .run()
    },
    dueDeliveries: (nowMs, limit) =>
      db
        .select()
        .from(deliveries)
        .where(lte(deliveries.nextAtMs, nowMs))
        .orderBy(asc(deliveries.nextAtMs), asc(deliveries.number))
        .limit(limit)
        .all()
        .map(({ problem, ...row }) => ({ ...row, problem: problem ?? undefined })),
    delayDelivery(number, nextAtMs, problem) {
      db.update(deliveries)
        .set({ attempts: sql`${deliveries.attempts} + 1`, nextAtMs, problem })
        .where(eq(deliveries.number, number))
        .run()
    },
    endDelivery(number) {
      db.delete(deliveries).where(eq(deliveries.number, number)).run()
    },
  }
}
