import { and, desc, eq, isNotNull, isNull, lt } from 'drizzle-orm'
import type { BetterSQLite3Database } from 'drizzle-orm/better-sqlite3'
import type { Trouble } from '../../core/health/incident.ts'
import type { IncidentRecord, IncidentRecords } from './control-store.ts'
import { incidents } from './schema.ts'

/** The incidents of a database. */
export function incidentRecords(db: BetterSQLite3Database): IncidentRecords {
  return {
    addIncident({ trouble, ...incident }) {
      const { check, property = null, startHour, endHour = null, finding } = trouble
      db.insert(incidents)
        .values({ ...incident, check, property, startHour, endHour, finding })
        .run()
    },
    closeIncident(id, endHour, closedAt) {
      db.update(incidents).set({ endHour, closedAt }).where(eq(incidents.id, id)).run()
    },
    incidents(project, { environment, event, status }, { limit, before }) {
      const rows = db
        .select()
        .from(incidents)
        .where(
          and(
            eq(incidents.project, project),
            environment === undefined ? undefined : eq(incidents.environment, environment),
            event === undefined ? undefined : eq(incidents.event, event),
            status === undefined ? undefined : (status === 'open' ? isNull : isNotNull)(incidents.endHour),
            before === undefined ? undefined : lt(incidents.number, before),
          ),
        )
        .orderBy(desc(incidents.number))
        .limit(limit)
        .all()
      return rows.map(recordOf)
    },
  }
}

function recordOf(row: typeof incidents.$inferSelect): IncidentRecord {
  const { check, property, startHour, endHour, finding, closedAt, ...incident } = row
  const trouble = {
    check: check as Trouble['check'],
    property: property ?? undefined,
    startHour,
    endHour: endHour ?? undefined,
    finding: finding as Trouble['finding'],
  }
  return { ...incident, closedAt: closedAt ?? undefined, trouble }
}
