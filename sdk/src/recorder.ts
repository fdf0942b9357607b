import type { exposureEvent } from '../../src/contract/event.ts'
import { type Context, unitIdOf } from '../../src/core/evaluate/context.ts'
import type { Exposure, Json } from '../../src/core/evaluate/resolution.ts'
import { exposureMemory } from './exposure-memory.ts'
import type { Settings } from './options.ts'
import type { Priority, Waiting } from './queue.ts'
import { uuidOf } from './uuid.ts'

/** Turns what happens into events with an id, a time and a place in the sequence that no later attempt changes. */
export type Recorder = {
  readonly event: (
    name: string,
    units: Readonly<Record<string, string>>,
    properties: Readonly<Record<string, Json>>,
    priority: Priority,
  ) => void
  /** Records the exposures of a resolution that were not recorded before. */
  readonly exposures: (exposures: readonly Exposure[], context: Context) => void
}

const exposureName: typeof exposureEvent = '$exposure'
const sdk = { sdk: 'assay-js', sdk_version: '0.1.0' }

/** A recorder that hands every event to `add`. */
export function createRecorder(settings: Settings, add: (event: Waiting) => void): Recorder {
  const isNew = exposureMemory(settings.exposuresMax)
  const platform = typeof document === 'undefined' ? 'server' : 'web'
  const context = { platform, ...settings.context, ...sdk }
  let sequence = 0

  function event(
    name: string,
    units: Readonly<Record<string, string>>,
    properties: Readonly<Record<string, Json>>,
    priority: Priority,
  ): void {
    const time = Math.round(settings.now())
    const id = uuidOf(time, settings.random)
    const json = JSON.stringify({
      ...settings.units,
      ...units,
      id,
      event: name,
      time,
      sequence: sequence++,
      context,
      properties,
    })
    add({ json: json.slice(0, -1), bytes: bytesOf(json), priority })
  }

  return {
    event,
    exposures: (exposures, from) => {
      for (const exposure of exposures) {
        const unitId = unitIdOf(from, exposure.unit, exposure.unitField)
        if (unitId === undefined || !isNew(exposure, unitId)) continue
        const { experiment, phase, variant, flag, rule, unitField } = exposure
        event(exposureName, { [unitField]: unitId }, { experiment, phase, variant, flag, rule }, 'exposure')
      }
    },
  }
}

// The length in UTF-8, with each half of a surrogate pair counted as two bytes, which together are its four.
function bytesOf(text: string): number {
  let bytes = text.length
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    if (code > 0x7f) bytes += code > 0x7ff && (code < 0xd800 || code > 0xdfff) ? 2 : 1
  }
  return bytes
}
