import type { Configuration } from '../../src/contract/configuration.ts'
import type { contextFields } from '../../src/contract/event.ts'

/** Where an event happened; the fields are the ones the server keeps. */
export type EventContext = { readonly [Field in (typeof contextFields)[number]]?: string }

/** Something that went wrong inside the client. The app goes on; this is for its log. */
export type ClientError = {
  readonly during: 'configuration' | 'evaluation' | 'capture' | 'delivery'
  readonly message: string
  readonly cause?: unknown
}

/** Timers as the client needs them; those of the platform by default. */
export type Timers = {
  readonly setTimeout: (callback: () => void, delayMs: number) => unknown
  readonly clearTimeout: (timer: unknown) => void
}

/** What a client can be told. Only the address and the key are needed. */
export type ClientOptions = {
  /** Address of the server or edge, without a path. */
  readonly url: string
  /** A client key in an app everybody can read, a server key in a service. */
  readonly key: string
  /** A configuration to start with: rendered by a server, kept from the last run, or written by a test. */
  readonly bootstrap?: Configuration | undefined
  /** Unit ids that belong to every event: `{ device_id, session_id }`. */
  readonly units?: Readonly<Record<string, string>>
  /** Where every event of this client happens. */
  readonly context?: EventContext
  readonly onError?: (error: ClientError) => void
  /** Called with the version whenever another configuration takes effect. */
  readonly onChange?: (version: string) => void
  /** 0 never asks for a configuration: only `bootstrap` counts. */
  readonly pollIntervalMs?: number
  readonly flushIntervalMs?: number
  readonly requestTimeoutMs?: number
  readonly backoffMs?: number
  readonly backoffMsMax?: number
  readonly batchEventsMax?: number
  readonly batchBytesMax?: number
  readonly queueEventsMax?: number
  /** How many exposures are remembered for certain; memory holds up to twice as many. */
  readonly exposuresMax?: number
  readonly fetch?: typeof globalThis.fetch
  readonly now?: () => number
  readonly random?: () => number
  readonly timers?: Timers
}

/** Every option with its default in place. */
export type Settings = Required<Omit<ClientOptions, 'bootstrap'>> & { readonly bootstrap: Configuration | undefined }

/** Fills in the defaults. */
export function settingsOf(options: ClientOptions): Settings {
  return {
    bootstrap: undefined,
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
    exposuresMax: 100_000,
    fetch: (...request) => globalThis.fetch(...request),
    now: () => Date.now(),
    random: secureRandom,
    timers: {
      setTimeout: (callback, delayMs) => globalThis.setTimeout(callback, delayMs),
      clearTimeout: timer => globalThis.clearTimeout(timer as Parameters<typeof globalThis.clearTimeout>[0]),
    },
    ...given(options),
    key: options.key,
    url: String(options.url).replace(/\/+$/, ''),
    onError: error => report(options.onError, error),
  }
}

// An option that is there but undefined is an option left out.
function given(options: ClientOptions): Partial<ClientOptions> {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined))
}

function secureRandom(): number {
  const [word = 0] = globalThis.crypto.getRandomValues(new Uint32Array(1))
  return word / 4_294_967_296
}

function report(onError: ClientOptions['onError'], error: ClientError): void {
  try {
    onError?.(error)
  } catch {
    // A handler that fails has nobody left to tell, and the app must not stop for it.
  }
}
