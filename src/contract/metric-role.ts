import { z } from 'zod'
import { Key } from './name.ts'

/** What a metric is there for: to show success, to guard against harm, or to be looked at. */
export const MetricRole = z.enum(['success', 'guardrail', 'secondary', 'exploratory'])
export type MetricRole = z.infer<typeof MetricRole>

/** A metric named by what is measured with it. */
export const MeasuredBy = z.strictObject({
  metric: Key,
  role: MetricRole,
  margin: z.number().min(0).optional().meta({ description: 'guardrails: the tolerated relative loss, 0.02 is 2 %' }),
})
export type MeasuredBy = z.infer<typeof MeasuredBy>
