import { index, integer, primaryKey, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core'

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

/** The few facts about the installation itself. */
export const settings = sqliteTable('settings', { name: text().primaryKey(), value: text().notNull() })
