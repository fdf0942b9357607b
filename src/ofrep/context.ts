import type { OfrepErrorCode } from '../contract/standard-routes.ts'
import type { Context } from '../core/evaluate/context.ts'

/** The context in the body of a request, or why there is none to be had. No context at all is an empty one. */
export type ReadContext = { context: Context } | { errorCode: OfrepErrorCode; errorDetails: string }

/** Reads the body of an evaluation request. */
export function contextIn(body: string): ReadContext {
  let request: unknown
  try {
    request = body.trim() === '' ? {} : JSON.parse(body)
  } catch {
    return { errorCode: 'PARSE_ERROR', errorDetails: 'the body is not JSON' }
  }
  if (!isRecord(request)) return { errorCode: 'PARSE_ERROR', errorDetails: 'the body must be an object with a context' }
  const context = request.context ?? {}
  if (!isRecord(context)) return { errorCode: 'INVALID_CONTEXT', errorDetails: 'context must be an object' }
  const { targetingKey, ...attributes } = context
  if (targetingKey === undefined || targetingKey === null) return { context: attributes }
  if (typeof targetingKey !== 'string')
    return { errorCode: 'INVALID_CONTEXT', errorDetails: 'context.targetingKey must be a text' }
  return { context: { ...attributes, targetingKey } }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
