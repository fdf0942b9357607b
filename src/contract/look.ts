import { z } from 'zod'
import { Key, Timestamp } from './name.ts'

const Moments = z.array(z.number().nullable()).readonly().meta({ description: 'null: more than a number can hold' })
const Moment = z.number().nullable()
const Arm = z.strictObject({
  n: z.number(),
  means: Moments,
  comoments: Moments,
  steps: z.array(z.number()).readonly().optional().meta({ description: 'of a funnel: units that took each step' }),
  immature: z.number().optional().meta({ description: 'units of which more may become known' }),
  order: z
    .strictObject({ q: z.number(), n: z.number(), value: Moment, lower: Moment, upper: Moment })
    .optional()
    .meta({ description: 'of a quantile: its value among n, and the order statistics around it' }),
})

/** What was known at a look: units per variant and the summaries of every metric, in the order of the phase's variants. */
export const LookAnswer = z.strictObject({
  units: z.array(z.int()),
  excluded: z.int(),
  metrics: z.array(
    z.strictObject({
      metric: Key,
      cap: z.number().nullable(),
      arms: z.array(Arm),
      skewness: z.array(z.number().nullable()),
    }),
  ),
})
export type LookAnswer = z.infer<typeof LookAnswer>

/** A recorded look at an experiment: never changed afterwards, whatever events come late. */
export const Look = z
  .strictObject({
    experiment: Key,
    phase: z.int(),
    number: z.int(),
    at: Timestamp.meta({ description: 'events before this moment count' }),
    takenAt: Timestamp,
    information: z.number(),
    final: z.boolean().meta({ description: 'the phase had ended' }),
    answer: LookAnswer,
  })
  .meta({ id: 'Look' })
export type Look = z.infer<typeof Look>
