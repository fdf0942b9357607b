import { z } from 'zod'
import { PropertyPrivacy, PropertyType, RetentionDays, Treatment } from './event-definition.ts'
import { SnakeName, Timestamp } from './name.ts'

/** What a reviewer may ask for beyond what was proposed: a stricter treatment, a shorter retention. */
export const ReviewConditions = z.strictObject({
  treatment: Treatment.optional(),
  retentionDays: RetentionDays.optional(),
})
export type ReviewConditions = z.infer<typeof ReviewConditions>

/** What was decided about a personal property, with everything the decision rests on as it was then. */
export const ReviewDecision = z
  .strictObject({
    event: SnakeName,
    property: SnakeName,
    type: PropertyType,
    privacy: PropertyPrivacy,
    consent: z.string().optional(),
    outcome: z.enum(['approve', 'refuse']),
    conditions: ReviewConditions.optional(),
    reason: z.string(),
    at: Timestamp,
    by: z.string(),
  })
  .meta({ id: 'ReviewDecision' })
export type ReviewDecision = z.infer<typeof ReviewDecision>

/** A personal property and where it stands. Only an approved one is collected. */
export const Review = z
  .strictObject({
    event: z.string(),
    property: z.string(),
    type: PropertyType,
    privacy: PropertyPrivacy,
    consent: z.string().optional(),
    status: z.enum(['pending', 'approved', 'refused']),
    collects: z
      .strictObject({ treatment: Treatment, retentionDays: RetentionDays.optional() })
      .optional()
      .meta({ description: 'what is done with its values, conditions included; absent unless approved' }),
    decision: ReviewDecision.optional(),
    version: z.int().meta({ description: 'of the event definition; a decision carries it in If-Match' }),
  })
  .meta({ id: 'Review' })
export type Review = z.infer<typeof Review>

/** What an erasure removed, and where. `subject` is a keyed hash of the unit: it proves who was meant to those who know. */
export const ErasureCertificate = z
  .strictObject({
    project: z.string(),
    unit: z.string().meta({ description: 'the kind of unit', example: 'user' }),
    subject: z.string(),
    why: z.string(),
    by: z.string(),
    requestedAt: Timestamp,
    finishedAt: Timestamp,
    journal: z.array(z.strictObject({ file: z.string(), lines: z.int() })),
    tables: z.array(z.strictObject({ event: z.string(), rows: z.int() })),
    quarantined: z.int(),
    copies: z.int().meta({ description: 'event stores set aside by a rebuild, which were deleted' }),
    sha256: z.string().meta({ description: 'of this certificate without this field, as JSON with sorted names' }),
  })
  .meta({ id: 'ErasureCertificate' })
export type ErasureCertificate = z.infer<typeof ErasureCertificate>

/** One run of the daily retention in one project: what was too old, and the proof that nothing of it is left. */
export const RetentionRun = z
  .strictObject({
    at: Timestamp,
    events: z.array(
      z.strictObject({
        event: z.string(),
        before: Timestamp.optional(),
        rows: z.int(),
        quarantined: z.int(),
        properties: z.array(z.strictObject({ property: z.string(), before: Timestamp, values: z.int() })),
        left: z.int().meta({ description: 'rows and values that should be gone and are not, counted afterwards' }),
      }),
    ),
    journal: z.array(z.strictObject({ file: z.string(), lines: z.int() })),
  })
  .meta({ id: 'RetentionRun' })
export type RetentionRun = z.infer<typeof RetentionRun>
