import type { Settings } from './options.ts'
import type { Waiting } from './queue.ts'
import { setBackgroundTimeout } from './request.ts'
import type { SafeStorage } from './storage.ts'

/** Events that survive the end of the page or process until the server has answered for them. */
export type KeptEvents = {
  /** Writes those that are not written yet, the first first, as long as there is room. `all` says that no others are alive. */
  readonly keep: (events: readonly Waiting[], all?: boolean) => void
  /** These are settled: delivered, refused or dropped. */
  readonly release: (events: readonly Waiting[]) => void
  /** Lets others take over what is kept. */
  readonly leave: () => void
}

// Longer than a page in the background may be kept from renewing it.
const leaseMs = 150_000
const renewIntervalMs = 30_000

/**
 * Keeps events in a storage that several tabs or processes share. Each holds a lease on its own; those of a lease that ran
 * out are handed to `adopt`. Should two clients adopt the same, they send the same ids, which the server tells apart.
 */
export function keptEvents(settings: Settings, storage: SafeStorage, adopt: (event: Waiting) => void): KeptEvents {
  const { now, random } = settings
  const owner = `${random()}`.slice(2)
  const names = new Set<string>()
  let chunks = 0
  let charactersKept = 0
  let left = false

  function lease(): void {
    if (charactersKept) storage.write(`l.${owner}`, left ? '' : `${now() + leaseMs}`)
  }

  function sweep(): void {
    for (const name of storage.names()) {
      const other = name.split('.')[1]
      // A lease far in the future was given by a clock that was wrong.
      const leftMs = Number(storage.read(`l.${other}`)) - now()
      if (other === owner || !/^[lq]/.test(name) || (leftMs > 0 && leftMs <= leaseMs)) continue
      const text = storage.read(name)
      storage.remove(name)
      if (name[0] === 'q') for (const event of eventsIn(text)) adopt(event)
    }
  }

  function forget(name: string): void {
    storage.remove(name)
    names.delete(name)
  }

  function renew(): void {
    if (left) return
    lease()
    sweep()
    setBackgroundTimeout(settings, renew, renewIntervalMs)
  }
  // Not before the client is complete.
  setBackgroundTimeout(settings, renew, 0)

  return {
    keep: (events, all) => {
      const stale = [...names]
      // What is stored together is removed together, so events long dropped may fill the storage.
      const rewritten = all && charactersKept > settings.storedCharactersMax / 2
      if (rewritten) {
        for (const event of events) event.chunk = undefined
        charactersKept = 0
      }
      let room = settings.storedCharactersMax - charactersKept
      const fresh: Waiting[] = []
      for (const event of events) {
        if (event.chunk) continue
        // Text in text has its quotes escaped.
        room -= event.json.length * 1.4 + 60
        if (room < 0) break
        fresh.push(event)
      }
      const text = JSON.stringify(fresh)
      const chunk = { name: `q.${owner}.${chunks++}`, size: text.length, left: fresh.length }
      if (!chunk.left || !storage.write(chunk.name, text)) return
      for (const event of fresh) event.chunk = chunk
      charactersKept += chunk.size
      names.add(chunk.name)
      lease()
      if (rewritten) for (const name of stale) forget(name)
    },
    release: events => {
      for (const { chunk } of events) {
        if (!chunk || --chunk.left) continue
        forget(chunk.name)
        charactersKept -= chunk.size
        if (!charactersKept) storage.remove(`l.${owner}`)
      }
    },
    leave: () => {
      left = true
      lease()
    },
  }
}

// Others may write where we read, and a broken event would take its whole batch with it.
function eventsIn(text = ''): Waiting[] {
  try {
    return (JSON.parse(text) as Waiting[]).map(({ json, bytes, priority }) => {
      JSON.parse(`${json}}`)
      return { json, bytes: Number(bytes) || 0, priority }
    })
  } catch {
    // What is not ours is nobody's event.
    return []
  }
}
