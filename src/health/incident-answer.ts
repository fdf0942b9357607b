import type { Incident } from '../contract/health.ts'
import type { IncidentRecord } from '../store/control/control-store.ts'
import { hourMs } from './event-health.ts'

/** An incident as it is answered and announced. */
export function incidentOf({
  id,
  environment,
  event,
  trouble,
  openedAt,
  closedAt,
}: Omit<IncidentRecord, 'number' | 'project'>): Incident {
  const { check, property, startHour, endHour, finding } = trouble
  const { observed, expected, windowHours, segment, detail } = finding
  return {
    id,
    environment,
    event,
    check,
    ...(property === undefined ? {} : { property }),
    status: endHour === undefined ? 'open' : 'closed',
    start: new Date(startHour * hourMs).toISOString(),
    openedAt,
    ...(closedAt === undefined ? {} : { closedAt }),
    ...(endHour === undefined ? {} : { end: new Date((endHour + 1) * hourMs).toISOString() }),
    observed,
    expected,
    windowHours,
    ...(segment === undefined ? {} : { segment }),
    detail,
  }
}
