import type { Context } from '../../src/core/evaluate/context.ts'
import type { ConnectedClient } from './client.ts'
import { follow, type Source } from './follower.ts'
import type { Settings } from './options.ts'
import { createRecorder, type RecordEvent } from './recorder.ts'
import { createSender } from './sender.ts'
import { type SafeStorage, safeStorage } from './storage.ts'
import { uuidOf } from './uuid.ts'

/** What a client stands on, whichever way it evaluates. */
export type Connection = {
  readonly storage: SafeStorage | undefined
  readonly record: RecordEvent
  readonly context: () => Context
  /** Does something that may fail without the app noticing. */
  readonly attempt: <T>(during: Parameters<Settings['report']>[0], work: () => T) => T | undefined
  /** Says that the answers may be others now. */
  readonly changed: () => void
  /** Begins to ask the server. */
  readonly start: (source: Source) => ConnectedClient
}

/** Prepares everything a client does besides evaluating. Nothing is asked before `start`. */
export function connect(settings: Settings): Connection {
  const { report, timers } = settings
  const storage = safeStorage(settings)
  const units = { ...anonymous(settings, storage), ...settings.units }
  const sender = createSender(settings, storage)
  const record = createRecorder(settings, units, storage, sender)
  const listeners = new Set<() => void>()

  const attempt: Connection['attempt'] = (during, work) => {
    try {
      return work()
    } catch (cause) {
      report(during, 'failed', cause)
      return
    }
  }

  let context = contextWith(settings.evaluationContext)

  function contextWith(given: Context): Context {
    return attempt('evaluation', () => ({ ...units, ...given })) ?? units
  }

  function subscribe(listener: () => void): () => void {
    listeners.add(listener)
    return () => listeners.delete(listener)
  }

  function changed(): void {
    for (const listener of [...listeners]) attempt('configuration', listener)
  }

  // Settled when `work` says so, or after so long.
  function within(timeoutMs: number, work: (done: () => void) => unknown): Promise<void> {
    return new Promise(resolve => {
      const timer = timers.setTimeout(resolve, timeoutMs)
      work(() => {
        timers.clearTimeout(timer)
        resolve()
      })
    })
  }

  return {
    storage,
    record,
    context: () => context,
    attempt,
    changed,
    start: source => {
      const { version } = source
      const follower = follow(settings, source)
      const stopWatching = watchPage(() => void sender.flush(true))
      return {
        ready: async timeoutMs => {
          if (!version()) await within(timeoutMs, subscribe)
          return !!version()
        },
        context: () => context,
        setContext: async to => {
          context = contextWith(to)
          if (source.perContext) return follower.ask()
          // Without a configuration every answer stays the default.
          if (version()) changed()
          return !!version()
        },
        subscribe,
        track: (event, own = {}, properties = {}, priority = 'normal') =>
          attempt('capture', () => record(event, own, properties, priority)),
        flush: () => sender.flush(),
        close: async (timeoutMs = 2000) => {
          follower.close()
          stopWatching()
          await within(timeoutMs, done => sender.flush(true).then(done))
          sender.close()
        },
        stats: () => ({ ...sender.stats(), configurationVersion: version() }),
      }
    },
  }
}

// A browser is known by an id that says nothing about its user; servers serve many.
function anonymous({ units, now, random }: Settings, storage: SafeStorage | undefined): { device_id?: string } {
  if (typeof document === 'undefined' || units.device_id) return {}
  const device_id = storage?.read('d') ?? uuidOf(now(), random)
  storage?.write('d', device_id)
  return { device_id }
}

// A page that is hidden may never come back, so this is the last moment to send; servers have no pages.
function watchPage(hidden: () => void): () => void {
  if (typeof document === 'undefined') return () => {}
  const watch = ({ type }: Event) => {
    if (type === 'pagehide' || document.visibilityState === 'hidden') hidden()
  }
  const names = ['visibilitychange', 'pagehide']
  for (const name of names) addEventListener(name, watch)
  return () => {
    for (const name of names) removeEventListener(name, watch)
  }
}
