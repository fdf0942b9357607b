import type { Context } from '../../src/core/evaluate/context.ts'
import type { Json } from '../../src/core/evaluate/resolution.ts'
import type { Client, Details, Widened } from './client.ts'

/** What this needs of a logger of `@opentelemetry/api-logs`. */
export type EvaluationLogger = {
  emit(record: { eventName: string; attributes: Record<string, string> }): void
}

/**
 * The same client, telling an OpenTelemetry logger of every evaluation but `peek`, in the semantic conventions for feature
 * flags (`feature_flag.evaluation`). A logger that fails is not the app's concern: its errors go no further.
 */
export function withOpenTelemetry<C extends Client>(client: C, logger: EvaluationLogger): C {
  function details<T extends Json>(flag: string, standard: T, context?: Context): Details<Widened<T>> {
    const answer = client.details(flag, standard, context)
    try {
      logger.emit({ eventName: 'feature_flag.evaluation', attributes: attributesOf(client, flag, answer, context) })
    } catch {
      // Telemetry about an evaluation must never be what breaks it.
    }
    return answer
  }
  return {
    ...client,
    details,
    boolean: (flag, standard, context) => details<boolean>(flag, standard, context).value,
    string: (flag, standard, context) => details<string>(flag, standard, context).value,
    number: (flag, standard, context) => details<number>(flag, standard, context).value,
    json: <T extends Json>(flag: string, standard: T, context?: Context) => details(flag, standard, context).value as T,
  }
}

function attributesOf(
  client: Client,
  flag: string,
  answer: Details<unknown>,
  context: Context | undefined,
): Record<string, string> {
  const unit = context?.targetingKey
  const version = client.stats().configurationVersion
  return {
    'feature_flag.key': String(flag),
    'feature_flag.provider.name': 'assay',
    'feature_flag.result.reason': answer.reason.toLowerCase(),
    ...(answer.variant === undefined ? {} : { 'feature_flag.result.variant': answer.variant }),
    ...(unit === undefined || unit === null ? {} : { 'feature_flag.context.id': String(unit) }),
    ...(version === undefined ? {} : { 'feature_flag.version': version }),
    ...(answer.errorCode === undefined ? {} : { 'error.type': answer.errorCode.toLowerCase() }),
  }
}
