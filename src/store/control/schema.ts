import { index, integer, primaryKey, real, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core'

/** Every definition of every noun, in its current version. */
export const documents = sqliteTable(
  'documents',
  {
    project: text().notNull(),
    noun: text().notNull(),
    key: text().notNull(),
    version: integer().notNull(),
    status: text().notNull(),
    definition: text({ mode: 'json' }).$type<unknown>().notNull(),
    createdAt: text('created_at').notNull(),
    createdBy: text('created_by').notNull(),
    updatedAt: text('updated_at').notNull(),
    updatedBy: text('updated_by').notNull(),
  },
  table => [primaryKey({ columns: [table.project, table.noun, table.key] })],
)

/** Every change ever made, append only: history, diff, rollback and audit in one. */
export const revisions = sqliteTable(
  'revisions',
  {
    id: integer().primaryKey({ autoIncrement: true }),
    project: text().notNull(),
    noun: text().notNull(),
    key: text().notNull(),
    version: integer().notNull(),
    action: text().notNull(),
    at: text().notNull(),
    by: text().notNull(),
    why: text(),
    status: text().notNull(),
    before: text({ mode: 'json' }).$type<unknown>(),
    after: text({ mode: 'json' }).$type<unknown>().notNull(),
  },
  table => [
    uniqueIndex('revisions_of_one').on(table.project, table.noun, table.key, table.version),
    index('revisions_of_project').on(table.project, table.id),
  ],
)

/** Looks taken at running experiments, append only: what was known then stays what was known. */
export const looks = sqliteTable(
  'looks',
  {
    project: text().notNull(),
    experiment: text().notNull(),
    phase: integer().notNull(),
    number: integer().notNull(),
    at: text().notNull(),
    takenAt: text('taken_at').notNull(),
    information: real().notNull(),
    final: integer({ mode: 'boolean' }).notNull(),
    answer: text({ mode: 'json' }).$type<unknown>().notNull(),
  },
  table => [primaryKey({ columns: [table.project, table.experiment, table.phase, table.number] })],
)

/** What was or is wrong with an event. Hours are counted since 1970. */
export const incidents = sqliteTable(
  'incidents',
  {
    number: integer().primaryKey({ autoIncrement: true }),
    id: text().notNull().unique(),
    project: text().notNull(),
    environment: text().notNull(),
    event: text().notNull(),
    check: text().notNull(),
    property: text(),
    startHour: integer('start_hour').notNull(),
    endHour: integer('end_hour'),
    openedAt: text('opened_at').notNull(),
    closedAt: text('closed_at'),
    finding: text({ mode: 'json' }).$type<unknown>().notNull(),
  },
  table => [index('incidents_of_event').on(table.project, table.environment, table.event)],
)

/** Messages that webhooks have not taken yet. */
export const deliveries = sqliteTable(
  'deliveries',
  {
    number: integer().primaryKey({ autoIncrement: true }),
    project: text().notNull(),
    webhook: text().notNull(),
    body: text().notNull(),
    attempts: integer().notNull(),
    nextAtMs: integer('next_at_ms').notNull(),
    problem: text(),
  },
  table => [index('deliveries_by_time').on(table.nextAtMs)],
)

/** Keys of apps, people and programs; only a hash of the secret is kept. */
export const accessKeys = sqliteTable('access_keys', {
  id: text().primaryKey(),
  secretHash: text('secret_hash').notNull(),
  kind: text({ enum: ['client', 'server', 'token'] }).notNull(),
  name: text().notNull(),
  role: text({ enum: ['viewer', 'analyst', 'editor', 'privacy', 'admin'] }),
  project: text(),
  environment: text(),
  createdAt: text('created_at').notNull(),
  createdBy: text('created_by').notNull(),
  revokedAt: text('revoked_at'),
})

/** People who sign in; of a password only a slow hash is kept. */
export const members = sqliteTable(
  'members',
  {
    number: integer().primaryKey({ autoIncrement: true }),
    id: text().notNull().unique(),
    name: text().notNull(),
    email: text().unique(),
    role: text({ enum: ['viewer', 'analyst', 'editor', 'privacy', 'admin'] }).notNull(),
    project: text(),
    passwordHash: text('password_hash'),
    issuer: text(),
    subject: text(),
    createdAt: text('created_at').notNull(),
    createdBy: text('created_by').notNull(),
    seenAt: text('seen_at'),
  },
  table => [uniqueIndex('members_by_identity').on(table.issuer, table.subject)],
)

/** Who is signed in where; of a cookie only a hash is kept. */
export const sessions = sqliteTable(
  'sessions',
  {
    id: text().primaryKey(),
    secretHash: text('secret_hash').notNull(),
    member: text()
      .notNull()
      .references(() => members.id, { onDelete: 'cascade' }),
    byLink: integer('by_link', { mode: 'boolean' }).notNull(),
    createdMs: integer('created_ms').notNull(),
    seenMs: integer('seen_ms').notNull(),
  },
  table => [index('sessions_of_member').on(table.member), index('sessions_by_use').on(table.seenMs)],
)

/** One-time links that are still good; of a code only a hash is kept. */
export const signInCodes = sqliteTable(
  'sign_in_codes',
  {
    codeHash: text('code_hash').primaryKey(),
    member: text()
      .notNull()
      .references(() => members.id, { onDelete: 'cascade' }),
    invitation: integer({ mode: 'boolean' }).notNull(),
    expiresMs: integer('expires_ms').notNull(),
  },
  table => [index('sign_in_codes_of_member').on(table.member)],
)

/** Answers already given under an Idempotency-Key. */
export const answers = sqliteTable(
  'answers',
  {
    caller: text().notNull(),
    idempotencyKey: text('idempotency_key').notNull(),
    request: text().notNull(),
    status: integer().notNull(),
    headers: text({ mode: 'json' }).$type<Record<string, string>>().notNull(),
    body: text({ mode: 'json' }).$type<unknown>().notNull(),
    at: integer().notNull(),
  },
  table => [primaryKey({ columns: [table.caller, table.idempotencyKey] }), index('answers_by_age').on(table.at)],
)

/** Keys a project's personal values are hashed and encrypted with; older ones stay, so that what they made can be read. */
export const projectKeys = sqliteTable(
  'project_keys',
  {
    project: text().notNull(),
    purpose: text({ enum: ['hash', 'encrypt', 'erase'] }).notNull(),
    number: integer().notNull(),
    secret: text().notNull(),
    createdAt: text('created_at').notNull(),
  },
  table => [primaryKey({ columns: [table.project, table.purpose, table.number] })],
)

/** Who was erased, as a keyed hash: enough to recognise them, not enough to name them. */
export const tombstones = sqliteTable(
  'tombstones',
  { project: text().notNull(), subject: text().notNull(), at: text().notNull() },
  table => [primaryKey({ columns: [table.project, table.subject] })],
)

/** The few facts about the installation itself. */
export const settings = sqliteTable('settings', { name: text().primaryKey(), value: text().notNull() })
