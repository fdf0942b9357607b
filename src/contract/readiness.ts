import { z } from 'zod'
import { Text } from './name.ts'

/**
 * Whether something can be measured now. missing: not defined, or it never holds what is read; unreviewed: it reads a
 * personal property nobody approved; not-arriving: nothing came lately; unhealthy: an incident is open.
 */
export const Readiness = z.enum(['ready', 'missing', 'not-arriving', 'unreviewed', 'unhealthy'])
export type Readiness = z.infer<typeof Readiness>

/** Something that could not be measured. Without a metric it is about the plan as a whole. */
export const Unready = z.strictObject({
  metric: z.string().optional(),
  event: z.string().optional(),
  status: Readiness,
  detail: z.string(),
})
export type Unready = z.infer<typeof Unready>

/** Why something was started although not all of it could be measured, and what could not. */
export const StartedUnready = z.strictObject({ reason: Text, missing: z.array(Unready) })
export type StartedUnready = z.infer<typeof StartedUnready>
