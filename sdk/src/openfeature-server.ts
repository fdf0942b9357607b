import {
  type EvaluationContext,
  type JsonValue,
  OpenFeatureEventEmitter,
  type Provider,
  ProviderEvents,
  type ResolutionDetails,
} from '@openfeature/server-sdk'
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
 * A provider for OpenFeature's server SDK. It makes its own client with `createClient`, which is at hand as `client`, and
 * closes it when OpenFeature closes the provider. An evaluation never waits, and logs the exposure like the client does.
 */
export function createProvider<Options extends ConnectionOptions, Providing extends ProvidingClient>(
  createClient: (options: Options) => Providing,
  options: Options & { readonly readyTimeoutMs?: number },
): Provider & { readonly client: Providing } {
  const emitter = new OpenFeatureEventEmitter()
  const provided = provide(createClient, options, (news, message) => emitter.emit(events[news], { message }))
  const { client } = provided

  async function resolve<T extends JsonValue>(
    flag: string,
    standard: T,
    context: EvaluationContext,
  ): Promise<ResolutionDetails<T>> {
    return resolutionOf<T>(client.details<Json>(flag, standard as Json, contextOf(context)))
  }

  return {
    client,
    metadata: { name: 'Assay' },
    runsOn: 'server',
    events: emitter,
    initialize: () => provided.initialize(options.readyTimeoutMs ?? 5000),
    onClose: provided.close,
    resolveBooleanEvaluation: resolve<boolean>,
    resolveStringEvaluation: resolve<string>,
    resolveNumberEvaluation: resolve<number>,
    resolveObjectEvaluation: resolve,
    track: (event, context, details) => track(client, event, context, details),
  }
}
