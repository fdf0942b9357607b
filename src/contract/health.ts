import { z } from 'zod'
import { Key, Timestamp } from './name.ts'
import { HealthStatus } from './report.ts'

/** What is looked at about an event, and with 'sequence' about all events of an environment together. */
export const CheckName = z.enum([
  'freshness',
  'volume',
  'quarantined',
  'duplicates',
  'late',
  'clock',
  'missing',
  'completeness',
  'drift',
  'sequence',
])
export type CheckName = z.infer<typeof CheckName>

/** The name under which all events of an environment together have checks and incidents: how they get here. */
export const deliveryName = '$delivery'

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
    query: z.string().meta({ description: 'the SQL that it is computed from' }),
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

/** How many events of one kind came in, stretch by stretch, beside how many usually do at that time of the week. */
export const EventVolume = z
  .strictObject({
    event: z.string(),
    buckets: z.array(
      z.strictObject({
        start: Timestamp,
        valid: z.int(),
        quarantined: z.int(),
        duplicate: z.int(),
        late: z
          .int()
          .meta({ description: 'of the valid ones, those that arrived more than an hour after they happened' }),
        usual: z.strictObject({ expected: z.number(), low: z.number(), high: z.number() }).optional().meta({
          description: 'absent while less than three days are known; 19 of 20 stretches lie between low and high',
        }),
      }),
    ),
  })
  .meta({ id: 'EventVolume' })
export type EventVolume = z.infer<typeof EventVolume>

export const HealthQuery = z.object({ environment: Key.default('production') })

export const IncidentQuery = z.object({
  environment: Key.optional(),
  event: z.string().max(100).optional(),
  status: z.enum(['open', 'closed']).optional(),
})

export const VolumeQuery = HealthQuery.extend({
  event: z.string().max(100).optional(),
  days: z.coerce.number().int().min(1).max(31).default(7),
  bucketHours: z.coerce.number().int().min(1).max(24).default(6).meta({ description: 'how long a stretch is' }),
})
