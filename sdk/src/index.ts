import type { Context } from '../../src/core/evaluate/context.ts'
import { evaluate } from '../../src/core/evaluate/evaluate.ts'
import type { ErrorCode, Json, Reason, Resolution } from '../../src/core/evaluate/resolution.ts'
import { type ClientOptions, settingsOf } from './options.ts'
import { createPoller } from './poller.ts'
import type { Priority } from './queue.ts'
import { createRecorder } from './recorder.ts'
import { createSender, type DeliveryStats } from './sender.ts'

/** The answer to one flag and why. Without a `variant` the value is the caller's default. Read-only, shared between calls. */
export type Details<T> = {
  readonly value: T
  readonly variant?: string
  readonly reason: Reason
  readonly errorCode?: ErrorCode | 'PROVIDER_NOT_READY'
  readonly errorMessage?: string
  readonly rule?: string
}

/** What a client has done so far. */
export type ClientStats = DeliveryStats & { readonly configurationVersion: string | undefined }

/**
 * Evaluates flags in this process and reports exposures and events. No method throws, rejects or waits for the network,
 * except that `ready`, `flush` and `close` wait as long as they are told.
 */
export type Client = {
  /** True as soon as there is a configuration, false when there is none within `timeoutMs`. */
  readonly ready: (timeoutMs: number) => Promise<boolean>
  readonly boolean: (flag: string, standard: boolean, context?: Context) => boolean
  readonly string: (flag: string, standard: string, context?: Context) => string
  readonly number: (flag: string, standard: number, context?: Context) => number
  /** The value of a flag of type json; frozen. */
  readonly json: <T extends Json>(flag: string, standard: T, context?: Context) => T
  /** Like the four above, by the type of the default, with the reason. */
  readonly details: <T extends Json>(flag: string, standard: T, context?: Context) => Details<Widened<T>>
  /** Like `details` without recording an exposure; call `exposed` when the unit really meets the variant. */
  readonly peek: <T extends Json>(flag: string, standard: T, context?: Context) => Details<Widened<T>>
  readonly exposed: (flag: string, context?: Context) => void
  /** Records an event of the units named, `{ user_id: 'u1' }`; those in the options are added. */
  readonly track: (
    event: string,
    units?: Readonly<Record<string, string>>,
    properties?: Readonly<Record<string, Json>>,
    priority?: Exclude<Priority, 'exposure'>,
  ) => void
  /** Sends what waits now; false when the server could not take all of it yet. */
  readonly flush: () => Promise<boolean>
  /** Stops asking for configurations and sends what waits, for at most `timeoutMs`; what is left then is dropped and counted. */
  readonly close: (timeoutMs?: number) => Promise<void>
  readonly stats: () => ClientStats
}

/** A literal default stands for every value of its type. */
type Widened<T> = T extends boolean ? boolean : T extends string ? string : T extends number ? number : T

const nobody: Context = Object.freeze({})

/** Starts a client; it asks for a configuration at once and can be used right away, answering defaults until it has one. */
export function createClient(options: ClientOptions): Client {
  const settings = settingsOf(options)
  const poller = createPoller(settings)
  const sender = createSender(settings)
  const recorder = createRecorder(settings, sender.add)

  function resolve<T>(flag: string, standard: T, context: Context, record: boolean): Details<T> {
    const flags = poller.flags()
    if (flags === undefined) return refusal(standard, 'PROVIDER_NOT_READY', 'no configuration yet')
    const program = flags.get(flag)
    const resolution = evaluate(program, flag, context)
    if (resolution.variant === undefined) return { ...resolution, value: standard }
    const fits = typeof standard === 'object' ? program?.type === 'json' : typeof resolution.value === typeof standard
    if (!fits) return refusal(standard, 'TYPE_MISMATCH', `"${flag}" is not of type ${typeof standard}.`)
    if (record && resolution.exposures !== undefined) recordExposures(resolution, context)
    return resolution as Details<T>
  }

  function recordExposures({ exposures = [] }: Resolution, context: Context): void {
    try {
      recorder.exposures(exposures, context)
    } catch (cause) {
      settings.onError({ during: 'capture', message: 'An exposure cannot be recorded.', cause })
    }
  }

  const stopWatching = flushWhenHidden(() => void sender.flush(true))

  return {
    ready: poller.ready,
    boolean: (flag, standard, context = nobody) => resolve(flag, standard, context, true).value,
    string: (flag, standard, context = nobody) => resolve(flag, standard, context, true).value,
    number: (flag, standard, context = nobody) => resolve(flag, standard, context, true).value,
    json: (flag, standard, context = nobody) => resolve(flag, standard, context, true).value,
    details: (flag, standard, context = nobody) => resolve<never>(flag, standard as never, context, true),
    peek: (flag, standard, context = nobody) => resolve<never>(flag, standard as never, context, false),
    exposed: (flag, context = nobody) => {
      recordExposures(evaluate(poller.flags()?.get(flag), flag, context), context)
    },
    track: (event, units = {}, properties = {}, priority = 'normal') => {
      try {
        recorder.event(event, units, properties, priority)
      } catch (cause) {
        settings.onError({ during: 'capture', message: `"${event}" cannot be recorded.`, cause })
      }
    },
    flush: () => sender.flush(),
    close: async (timeoutMs = 2000) => {
      poller.close()
      stopWatching()
      await withTimeout(sender.flush(true), settings, timeoutMs)
      sender.close()
    },
    stats: () => ({ ...sender.stats(), configurationVersion: poller.version() }),
  }
}

function refusal<T>(value: T, errorCode: Details<T>['errorCode'] & string, errorMessage: string): Details<T> {
  return { value, reason: 'ERROR', errorCode, errorMessage }
}

async function withTimeout(
  work: Promise<unknown>,
  { timers }: ReturnType<typeof settingsOf>,
  timeoutMs: number,
): Promise<void> {
  let timer: unknown
  const patience = new Promise<void>(resolve => {
    timer = timers.setTimeout(resolve, timeoutMs)
  })
  await Promise.race([work, patience])
  timers.clearTimeout(timer)
}

// A page that is hidden may never come back, so this is the last moment to send; servers have no pages.
function flushWhenHidden(flush: () => void): () => void {
  if (typeof document === 'undefined') return () => undefined
  const watch = () => {
    if (document.visibilityState === 'hidden') flush()
  }
  document.addEventListener('visibilitychange', watch)
  return () => document.removeEventListener('visibilitychange', watch)
}
