import { z } from 'zod'
import { Key, Timestamp } from './name.ts'

const Moments = z.array(z.number().nullable()).readonly().meta({ description: 'null: more than a number can hold' })
const Summary = z.strictObject({ n: z.number(), means: Moments, comoments: Moments })

/** What was known at a look: units per variant and the summaries of every metric, in the order of the phase's variants. */
export const LookAnswer = z.strictObject({
  units: z.array(z.int()),
  excluded: z.int(),
  metrics: z.array(
    z.strictObject({
      metric: Key,
      cap: z.number().nullable(),
      arms: z.array(Summary),
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
