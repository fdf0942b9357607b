import { z } from 'zod'
import { Key, SnakeName } from '../../contract/name.ts'

const Column = z.string().min(1)

/** A file with one row per unit: who it is, which variant it was given elsewhere, and what came of it. */
export const UnitMapping = z.strictObject({
  rows: z.literal('units'),
  unit: Column.optional().describe('column that identifies the unit; absent: the row number'),
  variant: Column.describe('column that says which variant the unit was given'),
  control: z.string().describe('the value of that column which is the control'),
  weights: z.record(z.string(), z.number()).optional().describe('designed share per value, in percent; absent: equal'),
  time: Column.optional().describe('column with the moment of the first exposure; absent: one minute ago'),
  outcomes: z.record(Column, z.enum(['proportion', 'mean'])).describe('columns with what came of it'),
  before: z.record(Column, Column).default({}).describe('outcome -> column with the same thing before the experiment'),
  ratios: z
    .record(Key, z.strictObject({ numerator: Column, denominator: Column }))
    .default({})
    .describe('metrics that divide one outcome by another'),
})
export type UnitMapping = z.infer<typeof UnitMapping>

/** A file with one row per event. Columns not named here become properties where the event definition has them. */
export const EventMapping = z.strictObject({
  rows: z.literal('events'),
  event: z.union([z.strictObject({ column: Column }), z.strictObject({ name: SnakeName })]),
  time: Column.describe('column with the moment of the event'),
  id: Column.optional().describe('column that identifies the event; absent: file and row number'),
  units: z.record(SnakeName, Column).describe('unit field -> column, such as user_id -> customer'),
  properties: z.record(SnakeName, Column).default({}).describe('property -> column'),
})
export type EventMapping = z.infer<typeof EventMapping>

/** How the columns of a file become events. */
export const Mapping = z.discriminatedUnion('rows', [UnitMapping, EventMapping])
export type Mapping = z.infer<typeof Mapping>

/** The key a name found in a file is given. */
export function slug(name: string): string {
  return (
    name
      .normalize('NFKD')
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-+|-+$/g, '')
      .slice(0, 100) || 'unnamed'
  )
}

/** The event or property name a column is given. */
export function snake(name: string): string {
  const made = slug(name).replaceAll('-', '_')
  return /^[a-z]/.test(made) ? made : `c_${made}`
}
