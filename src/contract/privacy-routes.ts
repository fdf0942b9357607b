import { z } from 'zod'
import { Clock } from './event.ts'
import { Key, SnakeName, Text, Timestamp } from './name.ts'
import { ErasureCertificate, RetentionRun, Review, ReviewConditions, ReviewDecision } from './privacy.ts'
import { PageQuery, pageOf } from './resource-routes.ts'
import { route } from './route.ts'

const inProject = z.object({ project: Key })
const projectPath = '/api/v1/projects/{project}'
const Reason = z.string().min(1).max(2000)

/** One stored event. Personal values are masked for roles that may not see them. */
export const EventRow = z
  .strictObject({
    id: z.string(),
    environment: z.string(),
    time: Timestamp,
    received: Timestamp,
    clock: Clock,
    units: z.record(z.string(), z.string()),
    context: z.record(z.string(), z.string()),
    properties: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
  })
  .meta({ id: 'EventRow' })
export type EventRow = z.infer<typeof EventRow>

/** What may be collected of people, who decided it, and how they disappear again. */
export const privacy = {
  reviews: route({
    method: 'get',
    path: `${projectPath}/reviews`,
    access: 'viewer',
    tag: 'privacy',
    params: inProject,
    query: z.object({ status: z.enum(['pending', 'approved', 'refused', 'any']).default('pending') }),
    summary: 'Personal properties and where they stand; only approved ones are collected',
    answer: z.strictObject({ items: z.array(Review) }),
    problems: ['not-found'],
  }),
  decide: route({
    method: 'post',
    path: `${projectPath}/reviews/{event}/{property}`,
    access: 'privacy',
    tag: 'privacy',
    params: inProject.extend({ event: SnakeName, property: SnakeName }),
    body: z.strictObject({
      outcome: z.enum(['approve', 'refuse']),
      reason: Reason,
      conditions: ReviewConditions.optional(),
    }),
    etag: 'match',
    summary: 'Approve or refuse a personal property, as it is defined in the version in If-Match',
    answer: Review,
    problems: ['precondition-required', 'conflict', 'invalid-definition', 'not-found'],
  }),
  decisions: route({
    method: 'get',
    path: `${projectPath}/review-decisions`,
    access: 'viewer',
    tag: 'privacy',
    params: inProject,
    summary: 'Every decision ever made about a personal property, newest first',
    answer: z.strictObject({ items: z.array(ReviewDecision) }),
    problems: ['not-found'],
  }),
  rotateKeys: route({
    method: 'post',
    path: `${projectPath}/privacy-keys`,
    access: 'privacy',
    tag: 'privacy',
    params: inProject,
    body: z.strictObject({ why: Reason }),
    status: 201,
    summary: 'Hash and encrypt with new keys from now on; values begin with the number of the key that made them',
    answer: z.strictObject({ number: z.int() }),
    problems: ['not-found'],
  }),
  erase: route({
    method: 'post',
    path: `${projectPath}/erasures`,
    access: 'privacy',
    tag: 'privacy',
    params: inProject,
    body: z.strictObject({
      unit: z
        .string()
        .max(310)
        .regex(/^[^:]+:[\s\S]{1,200}$/, 'name the kind of unit and its id')
        .meta({ example: 'user:u1' }),
      why: Reason,
    }),
    status: 201,
    summary: 'Remove a unit from journal, tables and quarantine for good, and drop whatever still arrives of it',
    description: 'May be sent again after a failure: it finishes what was begun. Backups are not touched.',
    answer: ErasureCertificate,
    problems: ['not-found'],
  }),
  erasures: route({
    method: 'get',
    path: `${projectPath}/erasures`,
    access: 'privacy',
    tag: 'privacy',
    params: inProject,
    query: PageQuery,
    summary: 'The certificates of past erasures, newest first',
    answer: pageOf(ErasureCertificate),
    problems: ['not-found', 'invalid-cursor'],
  }),
  retentionRuns: route({
    method: 'get',
    path: `${projectPath}/retention-runs`,
    access: 'viewer',
    tag: 'privacy',
    params: inProject,
    query: PageQuery,
    summary: 'What the daily retention removed, newest first',
    answer: pageOf(RetentionRun),
    problems: ['not-found', 'invalid-cursor'],
  }),
  rows: route({
    method: 'get',
    path: `${projectPath}/events/{key}/rows`,
    access: 'analyst',
    tag: 'privacy',
    params: inProject.extend({ key: z.string().min(1).max(200) }),
    query: PageQuery.extend({
      environment: Key.default('production'),
      from: Timestamp.optional(),
      until: Timestamp.optional().meta({ description: 'events before this moment' }),
      order: z.enum(['oldest', 'newest']).default('oldest').meta({ description: 'which ones come first' }),
    }),
    summary: 'The stored events of one kind, oldest or newest first',
    description: 'Personal properties are *** unless the token has the role privacy or admin; such a read is audited.',
    answer: pageOf(EventRow),
    problems: ['not-found', 'invalid-cursor'],
  }),
}

/** The whole installation, copied. */
export const backups = {
  create: route({
    method: 'post',
    path: '/api/v1/backups',
    access: 'admin',
    tag: 'operations',
    body: z.strictObject({
      folder: Text.min(1).meta({ description: 'an absolute path on the machine of the server; new or empty' }),
      why: Reason.optional(),
    }),
    status: 201,
    summary: 'Copy everything into a folder while serving; assay restore makes an Assay of it',
    answer: z.strictObject({ folder: z.string(), files: z.int(), bytes: z.int(), at: Timestamp }),
    problems: ['invalid-definition'],
  }),
}
