import type { Configuration } from '../../src/contract/configuration.ts'
import type { contextFields } from '../../src/contract/event.ts'
import type { Context } from '../../src/core/evaluate/context.ts'

/** Where an event happened; the fields are the ones the server keeps. */
export type EventContext = { readonly [Field in (typeof contextFields)[number]]?: string }

/** Something that went wrong inside the client. The app goes on; this is for its log. */
export type ClientError = {
  readonly during: 'configuration' | 'evaluation' | 'capture' | 'delivery' | 'storage'
  readonly message: string
  readonly cause?: unknown
}

/** Timers as the client needs them; those of the platform by default. */
export type Timers = {
  readonly setTimeout: (callback: () => void, delayMs: number) => unknown
  readonly clearTimeout: (timer: unknown) => void
}

/** Where a client keeps text from one run to the next; `localStorage` is one. It may throw whenever it likes. */
export type ClientStorage = Pick<Storage, 'getItem' | 'setItem' | 'removeItem' | 'key' | 'length'>

/** Remembers variants for sticky experiments, by a key that names experiment, phase and unit. */
export type Assignments = {
  readonly get: (key: string) => string | undefined
  readonly set: (key: string, variant: string) => void
}

/** What a client of either kind can be told. Only the address and the key are needed. */
export type ConnectionOptions = {
  /** Address of the server or edge, without a path. */
  readonly url: string
  /** A client key in an app everybody can read, a server key in a service. */
  readonly key: string
  /** Who is asking, wherever a call does not say it. */
  readonly evaluationContext?: Context
  /** Unit ids that belong to every event: `{ device_id, session_id }`. */
  readonly units?: Readonly<Record<string, string>>
  /** Where every event of this client happens. */
  readonly context?: EventContext
  readonly onError?: (error: ClientError) => void
  /** Called with the version whenever another configuration takes effect. */
  readonly onChange?: (version: string) => void
  /**
   * Where the last known configuration, undelivered events and the anonymous id survive a reload. In a browser
   * `localStorage` unless it is false; elsewhere nothing unless given.
   */
  readonly storage?: ClientStorage | false
  /** 0 never asks for a configuration: only `bootstrap` and what is kept count. */
  readonly pollIntervalMs?: number
  readonly flushIntervalMs?: number
  readonly requestTimeoutMs?: number
  readonly backoffMs?: number
  readonly backoffMsMax?: number
  readonly batchEventsMax?: number
  readonly batchBytesMax?: number
  readonly queueEventsMax?: number
  /** How much of the storage events may take. */
  readonly storedCharactersMax?: number
  /** How many exposures are remembered for certain; memory holds up to twice as many. */
  readonly exposuresMax?: number
  readonly fetch?: typeof globalThis.fetch
  readonly now?: () => number
  readonly random?: () => number
  readonly timers?: Timers
}

/** What a client that evaluates in this process can be told. */
export type ClientOptions = ConnectionOptions & {
  /** A configuration to start with: rendered by a server, kept from the last run, or written by a test. */
  readonly bootstrap?: Configuration | undefined
  /** False asks for changes instead of listening for them. */
  readonly stream?: boolean
  /** Where sticky experiments find the first variant of a unit; in a browser its storage. */
  readonly assignments?: Assignments
}

/** Every option with its default in place. */
export type Settings = Required<Omit<ConnectionOptions, 'storage' | 'onError'>> &
  Pick<ConnectionOptions, 'storage'> & {
    /** Tells the app that something went wrong; never throws. */
    readonly report: (during: ClientError['during'], message: string, cause?: unknown) => void
  }

/** Fills in the defaults. */
export function settingsOf<Options extends ConnectionOptions>(options: Options): Settings & Options {
  return {
    evaluationContext: {},
    units: {},
    context: {},
    onChange: () => undefined,
    pollIntervalMs: 30_000,
    flushIntervalMs: 1000,
    requestTimeoutMs: 10_000,
    backoffMs: 500,
    backoffMsMax: 30_000,
    batchEventsMax: 100,
    batchBytesMax: 500_000,
    queueEventsMax: 10_000,
    storedCharactersMax: 1_000_000,
    exposuresMax: 100_000,
    fetch: (...request) => fetch(...request),
    now: () => Date.now(),
    random: secureRandom,
    timers: globalThis as Timers,
    // An option that is there but undefined is an option left out.
    ...(Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) as Options),
    url: `${options.url}`.replace(/\/+$/, ''),
    report: (during, message, cause) => {
      try {
        options.onError?.({ during, message, cause })
      } catch {
        // A handler that fails has nobody left to tell, and the app must not stop for it.
      }
    },
  }
}

function secureRandom(): number {
  try {
    return (crypto.getRandomValues(new Uint32Array(1))[0] ?? 0) / 2 ** 32
  } catch {
    // Ids must be different more than they must be secret.
    return Math.random()
  }
}
