import { contextFields, exposureEvent } from '../contract/event.ts'
import { type Context, unitIdOf } from '../core/evaluate/context.ts'
import type { Exposure } from '../core/evaluate/resolution.ts'
import { type Intake, type Sender, stableId } from '../http/intake.ts'
import type { Platform } from '../platform.ts'

/** Records exposures that were not recorded before. It never fails: what cannot be written now is tried again next time. */
export type ExposureLog = (sender: Sender, met: readonly Exposure[], context: Context) => Promise<void>

/**
 * Remembers the latest `idsMax` exposures, exactly. The id of an exposure says who met what, so one that is written again,
 * after a restart or when memory was too short, is recognised as a duplicate on the way to the journal.
 */
export function createExposureLog(
  { now, log }: Pick<Platform, 'now' | 'log'>,
  intake: Intake,
  idsMax: number,
): ExposureLog {
  const known = new Set<string>()

  return async (sender, met, context) => {
    const shared = sharedFields(context)
    const time = now()
    const events = new Map<string, object>()
    for (const { experiment, phase, variant, flag, rule, unit, unitField } of met) {
      const unitId = unitIdOf(context, unit, unitField)
      if (unitId === undefined) continue
      const id = stableId('exposure', sender.project, sender.environment, experiment, phase, variant, unit, unitId)
      if (known.has(id)) continue
      const properties = { experiment, phase, variant, flag, rule }
      events.set(id, { id, event: exposureEvent, time, [unitField]: unitId, context: shared, properties })
    }
    if (events.size === 0) return
    for (const id of events.keys()) known.add(id)
    // A set lists the oldest first.
    for (const id of known) {
      if (known.size <= idsMax) break
      known.delete(id)
    }
    const taken = await intake(sender, { items: [...events.values()] })
    if ('answer' in taken) return
    for (const id of events.keys()) known.delete(id)
    log.warn({ problem: taken.problem, exposures: events.size }, 'exposures of an evaluation could not be written')
  }
}

function sharedFields(context: Context): Record<string, string> {
  const shared: Record<string, string> = { sdk: 'ofrep' }
  for (const field of contextFields) {
    const value = Object.hasOwn(context, field) ? context[field] : undefined
    if (typeof value === 'string') shared[field] = value
  }
  return shared
}
