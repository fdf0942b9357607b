import { z } from 'zod'
import { MetricRole } from './metric-role.ts'
import { Key, Text, Timestamp } from './name.ts'
import { Readiness } from './readiness.ts'

/** An event a metric reads: whether it can be read now, and why. */
export const MeasuredEvent = z.strictObject({
  event: z.string(),
  status: Readiness,
  lastSeen: Timestamp.optional().meta({ description: 'when the last one arrived in the environment' }),
  detail: z.string(),
})
export type MeasuredEvent = z.infer<typeof MeasuredEvent>

/** What a measurement plan says: what is to be achieved, and whether each metric that shows it can be measured now. */
export const MeasurementPlan = z
  .strictObject({
    goal: Text.optional(),
    environment: Key,
    status: Readiness.meta({ description: 'the worst of all items; missing when nobody wrote down what to measure' }),
    detail: z.string(),
    unit: z
      .strictObject({
        unit: Key,
        field: z.string().optional().meta({ description: 'the field of events that identifies it' }),
        status: Readiness,
        detail: z.string(),
      })
      .optional()
      .meta({ description: 'experiments: what is shared out, which exposures and outcomes are joined by' }),
    metrics: z.array(
      z.strictObject({
        metric: Key,
        role: MetricRole,
        margin: z.number().optional(),
        status: Readiness,
        detail: z.string(),
        events: z.array(MeasuredEvent),
      }),
    ),
  })
  .meta({ id: 'MeasurementPlan' })
export type MeasurementPlan = z.infer<typeof MeasurementPlan>
