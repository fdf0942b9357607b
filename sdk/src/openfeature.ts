import type { ErrorCode, EvaluationContext, ResolutionDetails, TrackingEventDetails } from '@openfeature/core'
import type { Context } from '../../src/core/evaluate/context.ts'
import type { Json } from '../../src/core/evaluate/resolution.ts'
import type { Client, Details } from './client.ts'
import type { ClientError, ConnectionOptions } from './options.ts'

/** What a provider needs of a client, whichever way that evaluates. */
export type ProvidingClient = Pick<
  Client,
  'ready' | 'details' | 'setContext' | 'subscribe' | 'track' | 'close' | 'stats'
>

/** What a provider says of itself, in the words of OpenFeature's events. */
export type News = 'ready' | 'changed' | 'stale' | 'failed'

/** A client made for a provider, which hears how it fares. */
export type Provided<Providing> = {
  readonly client: Providing
  /** Rejects when there is nothing to evaluate after so long; the provider is ready as soon as there is. */
  readonly initialize: (timeoutMs: number) => Promise<void>
  /** Does something that changes answers without another configuration. */
  readonly silently: <T>(work: () => Promise<T>) => Promise<T>
  readonly close: () => Promise<void>
}

/** Makes a client and watches it: whether there are flags, whether they are new, and whether they may be out of date. */
export function provide<Options extends ConnectionOptions, Providing extends ProvidingClient>(
  create: (options: Options) => Providing,
  options: Options,
  tell: (news: News, message: string) => void,
): Provided<Providing> {
  const send = options.fetch ?? ((...request) => fetch(...request))
  let initialized = false
  let stale = false
  let silent = 0

  const client = create({
    ...options,
    onError: (error: ClientError) => {
      options.onError?.(error)
      if (error.during !== 'configuration' || !initialized || stale) return
      stale = true
      tell(version() === undefined ? 'failed' : 'stale', error.message)
    },
    fetch: async (...request: Parameters<typeof fetch>) => {
      const response = await send(...request)
      // Not modified is as good as new.
      if (stale && (response.ok || response.status === 304) && String(request[0]).includes('/sdk/')) {
        stale = false
        if (version() !== undefined) tell('ready', 'the server answers again')
      }
      return response
    },
  })
  const version = () => client.stats().configurationVersion
  let known = version()

  const unsubscribe = client.subscribe(() => {
    const before = known
    known = version()
    if (!initialized || silent > 0 || known === before) return
    tell(before === undefined ? 'ready' : 'changed', `configuration ${known}`)
  })

  return {
    client,
    initialize: async timeoutMs => {
      const ready = await client.ready(timeoutMs)
      initialized = true
      if (!ready) throw new Error(`There is no configuration after ${timeoutMs} ms: check the address and the key.`)
    },
    silently: async work => {
      silent++
      try {
        return await work()
      } finally {
        silent--
      }
    },
    close: () => {
      unsubscribe()
      return client.close()
    },
  }
}

/** The details of an evaluation as OpenFeature has them, with the rule as metadata. */
export function resolutionOf<T>(details: Details<unknown>): ResolutionDetails<T> {
  const { value, variant, reason, errorCode, errorMessage, rule } = details
  const resolution: ResolutionDetails<T> = {
    value: value as T,
    reason,
    flagMetadata: rule === undefined ? {} : { rule },
  }
  if (variant !== undefined) resolution.variant = variant
  if (errorCode !== undefined) resolution.errorCode = errorCode as ErrorCode
  if (errorMessage !== undefined) resolution.errorMessage = errorMessage
  return resolution
}

/** A context as the client has it: moments are ISO 8601 text. */
export function contextOf(context: EvaluationContext): Context {
  for (const name in context) if (context[name] instanceof Date) return JSON.parse(JSON.stringify(context))
  return context
}

/** Records a tracked event: its units are the targeting key and the ids in the context, its properties the details. */
export function track(
  client: ProvidingClient,
  event: string,
  context: EvaluationContext,
  details: TrackingEventDetails,
) {
  const { targetingKey, ...attributes } = context
  const ids = Object.entries(attributes).flatMap(([name, id]) =>
    typeof id === 'string' && id !== '' && name.endsWith('_id') ? [[name, id] as const] : [],
  )
  const units = { ...(targetingKey ? { user_id: targetingKey } : {}), ...Object.fromEntries(ids) }
  client.track(event, units, details as Readonly<Record<string, Json>>)
}
