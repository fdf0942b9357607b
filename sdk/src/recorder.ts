import type { Json } from '../../src/core/evaluate/resolution.ts'
import type { Settings } from './options.ts'
import type { Priority, Waiting } from './queue.ts'
import { uuidOf } from './uuid.ts'

/** Records an event of some units. Throws when it cannot be written as JSON. */
export type RecordEvent = (
  name: string,
  units: { readonly [field: string]: string },
  properties: { readonly [property: string]: Json },
  priority: Priority,
) => void

const sdk = { sdk: 'assay-js', sdk_version: '0.1.0' }
// `,"sent_at":1795392000000.123}` and a comma.
const attemptBytes = 32

/**
 * Turns what happens into events with an id, a time and a place in the sequence that no later attempt changes, and hands
 * them to `add`. `units` belong to all of them.
 */
export function createRecorder(
  settings: Settings,
  units: { readonly [field: string]: string },
  add: (event: Waiting) => void,
): RecordEvent {
  const platform = typeof document === 'undefined' ? 'server' : 'web'
  const context = { platform, ...settings.context, ...sdk }
  let sequence = 0

  return (name, own, properties, priority) => {
    const time = Math.round(settings.now())
    const json = JSON.stringify({
      ...units,
      ...own,
      id: uuidOf(time, settings.random),
      event: name,
      time,
      sequence: sequence++,
      context,
      properties,
    })
    add({ json: json.slice(0, -1), bytes: bytesOf(json) + attemptBytes, priority })
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
