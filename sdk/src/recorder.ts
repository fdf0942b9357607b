import type { Json } from '../../src/core/evaluate/resolution.ts'
import type { Settings } from './options.ts'
import type { Priority } from './queue.ts'
import type { Sender } from './sender.ts'
import type { SafeStorage } from './storage.ts'
import { uuidOf } from './uuid.ts'

/** Records an event of some units. Throws when it cannot be written as JSON. */
export type RecordEvent = (
  name: string,
  units: { readonly [field: string]: string },
  properties: { readonly [property: string]: Json },
  priority: Priority,
) => void

// `,"sent_at":1795392000000.123}` and a comma.
const attemptBytes = 32
// After half an hour in which nothing happened a visit is over.
const idleMsMax = 1_800_000

/**
 * Turns what happens into events with an id, a time and a place in the sequence of a session that no later attempt changes.
 * `units` belong to all of them. Pages that share a storage share the session; on a server, where it is nobody's visit, it
 * only says what the numbers count within.
 */
export function createRecorder(
  settings: Settings,
  units: { readonly [field: string]: string },
  storage: SafeStorage | undefined,
  sender: Pick<Sender, 'add' | 'lost'>,
): RecordEvent {
  const isPage = typeof document !== 'undefined'
  const context = { platform: isPage ? 'web' : 'server', ...settings.context, sdk: 'assay-js', sdk_version: '0.1.0' }
  const utf8 = new TextEncoder()
  let shared = isPage ? storage : undefined
  // Its id, its last moment, how many numbers it has used, and how many events of it were given up: as it is kept.
  let session = ''
  let told = 0

  return (name, own, properties, priority) => {
    const time = Math.round(settings.now())
    const id = uuidOf(time, settings.random)
    let [within, last, used, given] = (shared?.read('s') ?? session).split(' ')
    if (!(time - Number(last) < idleMsMax)) {
      // A session is named after its first event.
      within = id
      used = given = '0'
    }
    const lost = sender.lost()
    const sequence = Number(used)
    const dropped = Number(given) + lost - told
    const who = { ...(isPage && { session_id: within }), ...units, ...own }
    const json = JSON.stringify({
      ...who,
      id,
      event: name,
      time,
      sequence,
      sequence_id: who.session_id === within ? undefined : within,
      dropped: dropped || undefined,
      context,
      properties,
    })
    told = lost
    session = `${within} ${time} ${sequence + 1} ${dropped}`
    // What cannot be written must not be read again.
    if (!shared?.write('s', session)) shared = undefined
    sender.add({ json: json.slice(0, -1), bytes: utf8.encode(json).length + attemptBytes, priority })
  }
}
