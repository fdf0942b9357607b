import {
  type JsonValue,
  OpenFeatureEventEmitter,
  type Provider,
  ProviderEvents,
  type ResolutionDetails,
} from '@openfeature/web-sdk'
import type { Json } from '../../src/core/evaluate/resolution.ts'
import { contextOf, type News, type ProvidingClient, provide, resolutionOf, track } from './openfeature.ts'
import type { ConnectionOptions } from './options.ts'

const events = {
  ready: ProviderEvents.Ready,
  changed: ProviderEvents.ConfigurationChanged,
  stale: ProviderEvents.Stale,
  failed: ProviderEvents.Error,
} as const satisfies Record<News, ProviderEvents>

/**
 * A provider for OpenFeature's web SDK, bound to one domain, whose context becomes the client's. It makes its own client
 * with `createClient`, which is at hand as `client`, and closes it when OpenFeature closes the provider.
 */
export function createProvider<Options extends ConnectionOptions, Providing extends ProvidingClient>(
  createClient: (options: Options) => Providing,
  options: Options & { readonly readyTimeoutMs?: number },
): Provider & { readonly client: Providing } {
  const emitter = new OpenFeatureEventEmitter()
  const provided = provide(createClient, options, (news, message) => emitter.emit(events[news], { message }))
  const { client } = provided

  function resolve<T extends JsonValue>(flag: string, standard: T): ResolutionDetails<T> {
    return resolutionOf<T>(client.details<Json>(flag, standard as Json))
  }

  return {
    client,
    metadata: { name: 'Assay' },
    runsOn: 'client',
    domainScoped: true,
    events: emitter,
    initialize: async (context = {}) => {
      await Promise.all([
        provided.silently(() => client.setContext(contextOf(context))),
        provided.initialize(options.readyTimeoutMs ?? 5000),
      ])
    },
    onContextChange: async (_before, context) => {
      const answered = await provided.silently(() => client.setContext(contextOf(context)))
      if (!answered) throw new Error('The answers for this context cannot be had: the server does not answer.')
    },
    onClose: provided.close,
    resolveBooleanEvaluation: resolve<boolean>,
    resolveStringEvaluation: resolve<string>,
    resolveNumberEvaluation: resolve<number>,
    resolveObjectEvaluation: resolve,
    track: (event, context, details) => track(client, event, context, details),
  }
}
