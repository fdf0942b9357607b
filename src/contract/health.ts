import { z } from 'zod'
import { Key, Timestamp } from './name.ts'
import { HealthStatus } from './report.ts'

const CheckName = z.enum(['freshness', 'volume', 'quarantined', 'duplicates', 'late', 'clock', 'missing', 'drift'])

/** What one check of an event says, why, and the question that shows it. */
export const EventCheck = z
  .strictObject({
    check: CheckName,
    property: z.string().optional(),
    status: HealthStatus,
    detail: z.string().meta({ description: 'the reason in words' }),
    windowHours: z.number(),
    observed: z.number(),
    expected: z.number(),
    segment: z.record(z.string(), z.string()).optional().meta({ description: 'where it sits, when it sits somewhere' }),
    effect: z.strictObject({ measure: z.enum(['psi', 'ks']), size: z.number() }).optional(),
    query: z.string().meta({ description: 'the SQL over the counts by hour that it is computed from' }),
  })
  .meta({ id: 'EventCheck' })
export type EventCheck = z.infer<typeof EventCheck>

/** How one event is in one environment: as bad as the worst of its checks. */
export const EventHealth = z
  .strictObject({
    event: z.string(),
    environment: z.string(),
    status: HealthStatus,
    detail: z.string(),
    until: Timestamp.meta({ description: 'the end of the last whole hour, which is what is judged' }),
    lastReceived: Timestamp.optional(),
    checks: z.array(EventCheck),
  })
  .meta({ id: 'EventHealth' })
export type EventHealth = z.infer<typeof EventHealth>

/** Something that was or is wrong with an event: when it began, how large it is, where it sits and when it was over. */
export const Incident = z
  .strictObject({
    id: z.string(),
    environment: z.string(),
    event: z.string(),
    check: CheckName,
    property: z.string().optional(),
    status: z.enum(['open', 'closed']),
    start: Timestamp,
    openedAt: Timestamp,
    closedAt: Timestamp.optional(),
    end: Timestamp.optional(),
    observed: z.number(),
    expected: z.number(),
    windowHours: z.number(),
    segment: z.record(z.string(), z.string()).optional(),
    detail: z.string(),
  })
  .meta({ id: 'Incident' })
export type Incident = z.infer<typeof Incident>

export const HealthQuery = z.object({ environment: Key.default('production') })

export const IncidentQuery = z.object({
  environment: Key.optional(),
  event: z.string().max(100).optional(),
  status: z.enum(['open', 'closed']).optional(),
})
