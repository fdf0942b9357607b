import type { Context } from '../../src/core/evaluate/context.ts'
import type { ErrorCode, Json, Reason } from '../../src/core/evaluate/resolution.ts'
import type { Priority } from './queue.ts'
import type { DeliveryStats } from './sender.ts'

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

/** What every client does besides evaluating. */
export type ConnectedClient = {
  /** True as soon as flags can be evaluated, false when they cannot within `timeoutMs`. */
  readonly ready: (timeoutMs: number) => Promise<boolean>
  /** Who is asking, wherever a call does not say it: the unit ids of the options, the anonymous id of a browser, and what was set. */
  readonly context: () => Context
  /** Changes who is asking; true when the answers are those for the new context. */
  readonly setContext: (context: Context) => Promise<boolean>
  /** Calls `listener` whenever answers may have changed; the function returned stops that. */
  readonly subscribe: (listener: () => void) => () => void
  /** Records an event of the units named, `{ user_id: 'u1' }`; those in the options are added. */
  readonly track: (
    event: string,
    units?: Readonly<Record<string, string>>,
    properties?: Readonly<Record<string, Json>>,
    priority?: Exclude<Priority, 'exposure'>,
  ) => void
  /** Sends what waits now; false when the server could not take all of it yet. */
  readonly flush: () => Promise<boolean>
  /**
   * Stops asking for configurations and sends what waits, for at most `timeoutMs`; what is left then stays in the storage
   * for the next client, or is dropped and counted.
   */
  readonly close: (timeoutMs?: number) => Promise<void>
  readonly stats: () => ClientStats
}

/**
 * Evaluates flags in this process and reports exposures and events. No method throws, rejects or waits for the network,
 * except that `ready`, `setContext`, `flush` and `close` wait as long as they are told. A context given with a call is used
 * instead of the client's.
 */
export type Client = ConnectedClient & {
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
}

/** A literal default stands for every value of its type. */
export type Widened<T> = T extends boolean ? boolean : T extends string ? string : T extends number ? number : T

/** The caller's default and why it is served. */
export function refusal<T>(value: T, errorCode: Details<T>['errorCode'] & string, errorMessage: string): Details<T> {
  return { value, reason: 'ERROR', errorCode, errorMessage }
}
