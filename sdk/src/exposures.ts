import type { exposureEvent } from '../../src/contract/event.ts'
import { type Context, unitIdOf } from '../../src/core/evaluate/context.ts'
import type { Exposure } from '../../src/core/evaluate/resolution.ts'
import { exposureMemory } from './exposure-memory.ts'
import type { RecordEvent } from './recorder.ts'

/** The event that a unit met a variant. */
export const exposureName: typeof exposureEvent = '$exposure'

/** Records the exposures of a resolution that were not recorded before. */
export function exposureRecorder(
  rememberedMax: number,
  record: RecordEvent,
): (exposures: readonly Exposure[], from: Context) => void {
  const isNew = exposureMemory(rememberedMax)
  return (exposures, from) => {
    // Engines walk a frozen array much faster by its places.
    for (let i = 0; i < exposures.length; i++) {
      const exposure = exposures[i]
      if (exposure === undefined) continue
      const unitId = unitIdOf(from, exposure.unit, exposure.unitField)
      if (unitId === undefined || !isNew(exposure, unitId)) continue
      const { unit: _, unitField, ...met } = exposure
      record(exposureName, { [unitField]: unitId }, met, 'exposure')
    }
  }
}
