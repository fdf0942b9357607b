import type { Context } from '../../src/core/evaluate/context.ts'
import { own } from '../../src/core/evaluate/context.ts'
import type { Json, Reason } from '../../src/core/evaluate/resolution.ts'
import { type ConnectedClient, type Details, refusal, type Widened } from './client.ts'
import { connect } from './connection.ts'
import { exposureName } from './exposures.ts'
import { type ConnectionOptions, settingsOf } from './options.ts'

export type { ClientStats, Details } from './client.ts'
export type { ClientError, ClientStorage, ConnectionOptions, EventContext, Timers } from './options.ts'

/** The flags of one context as the server evaluated them, by the OpenFeature Remote Evaluation Protocol. */
export type RemoteAnswer = {
  readonly flags: readonly RemoteFlag[]
  readonly metadata?: Readonly<Record<string, unknown>>
}

type RemoteFlag = {
  readonly key: string
  readonly value?: Json
  readonly variant?: string
  readonly reason?: string
  readonly metadata?: Readonly<Record<string, unknown>>
  readonly errorCode?: string
  readonly errorDetails?: string
}

/** What a remote client can be told. */
export type RemoteOptions = ConnectionOptions & {
  /** An answer to start with, for the `evaluationContext` of the options. */
  readonly bootstrap?: RemoteAnswer
}

/**
 * A client whose flags the server evaluates, for the context of the client and no other; rules never reach it. It asks
 * again when the context changes and every now and then. Nothing throws, as with the client that evaluates here.
 */
export type RemoteClient = ConnectedClient & {
  readonly boolean: (flag: string, standard: boolean) => boolean
  readonly string: (flag: string, standard: string) => string
  readonly number: (flag: string, standard: number) => number
  readonly json: <T extends Json>(flag: string, standard: T) => T
  readonly details: <T extends Json>(flag: string, standard: T) => Details<Widened<T>>
  readonly peek: <T extends Json>(flag: string, standard: T) => Details<Widened<T>>
  readonly exposed: (flag: string) => void
}

/** Starts a remote client; it asks at once and answers defaults, or what it was told last time, until the server has. */
export function createClient(options: RemoteOptions): RemoteClient {
  const settings = settingsOf(options)
  const { storage, record, context, attempt, changed, start } = connect(settings)
  const exposed = new Set<string>()
  let flags: ReadonlyMap<string, RemoteFlag> | undefined
  let units: Record<string, string> = {}
  let version: string | undefined
  let etag: string | undefined

  function accept(answer: RemoteAnswer, asked: Context): void {
    flags = new Map(answer.flags.map(flag => [flag.key, flag]))
    units = unitsIn(asked)
    version = `${answer.metadata?.version}`
    attempt('configuration', () => settings.onChange(version ?? ''))
    changed()
  }

  function resolve<T>(key: string, standard: T, record: boolean): Details<T> {
    if (!flags) return refusal(standard, 'PROVIDER_NOT_READY', 'no answer yet')
    const flag = flags.get(key)
    if (!flag) return refusal(standard, 'FLAG_NOT_FOUND', 'no such flag')
    const { value, variant, errorCode, errorDetails = '' } = flag
    if (errorCode) return refusal(standard, errorCode as 'GENERAL', errorDetails)
    if (typeof value !== typeof standard) return refusal(standard, 'TYPE_MISMATCH', `not of type ${typeof standard}`)
    if (record) expose(flag)
    const rule = flag.metadata?.rule
    return {
      value: value as T,
      reason: flag.reason as Reason,
      ...(variant === undefined ? {} : { variant }),
      ...(typeof rule === 'string' ? { rule } : {}),
    }
  }

  function expose({ key: flag, variant = '', metadata }: RemoteFlag): void {
    const { experiment, phase = 0, rule = '' } = (metadata ?? {}) as Record<string, Json>
    if (!experiment) return
    attempt('capture', () => {
      const properties = { experiment, phase, variant, flag, rule }
      const id = JSON.stringify([properties, units])
      if (exposed.has(id)) return
      if (exposed.size >= settings.exposuresMax) exposed.clear()
      exposed.add(id)
      record(exposureName, units, properties, 'exposure')
    })
  }

  const kept = storage?.read('r')
  attempt('configuration', () => {
    const asked = context()
    if (settings.bootstrap) accept(settings.bootstrap, asked)
    else if (kept) {
      const [text, answer] = JSON.parse(kept)
      if (text === JSON.stringify(asked)) accept(answer, asked)
    }
  })

  const connected = start({
    path: '/ofrep/v1/evaluate/flags',
    prepare: () => {
      const asked = context()
      const ask = {
        method: 'POST',
        body: JSON.stringify({ context: asked }),
        headers: {
          'content-type': 'application/json',
          // Evaluating all flags exposes nobody to them; what the app asks for is recorded here.
          'assay-exposures': 'none',
          ...(etag === undefined ? {} : { 'if-none-match': etag }),
        },
      }
      return [
        ask,
        (said, headers) => {
          // Somebody else is asking by now, and their answer is on its way.
          if (asked !== context()) return
          accept(said as RemoteAnswer, asked)
          etag = headers?.get('etag') ?? undefined
          storage?.write('r', JSON.stringify([JSON.stringify(asked), said]))
        },
      ]
    },
    version: () => version,
    perContext: true,
  })

  return {
    ...connected,
    boolean: (flag, standard) => resolve(flag, standard, true).value,
    string: (flag, standard) => resolve(flag, standard, true).value,
    number: (flag, standard) => resolve(flag, standard, true).value,
    json: (flag, standard) => resolve(flag, standard, true).value,
    details: (flag, standard) => resolve<never>(flag, standard as never, true),
    peek: (flag, standard) => resolve<never>(flag, standard as never, false),
    exposed: flag => {
      const found = flags?.get(flag)
      if (found) expose(found)
    },
  }
}

// Which unit an experiment splits only the server knows, so an exposure names all units of the context.
function unitsIn(context: Context): Record<string, string> {
  const units: Record<string, string> = {}
  for (const name of Object.keys(context)) {
    const id = own(context, name)
    if (typeof id === 'string' && (name.endsWith('_id') || name === 'targetingKey'))
      units[name === 'targetingKey' ? 'user_id' : name] = id
  }
  return units
}
