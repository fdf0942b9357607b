import type { SegmentCall } from '../contract/standard-routes.ts'

/** One call as a client sent it; nothing about it is known but that it is an object. */
export type Call = Readonly<Record<string, unknown>>

/** The calls of a body and what it says about all of them, or what is wrong with it. */
export type ReadCalls = { calls: unknown[]; sentAt: unknown; writeKey: unknown } | { malformed: string }

/** Reads the body of a request to the endpoint of a call, of which single ones need not name their type. */
export function callsIn(bytes: Uint8Array, endpoint: SegmentCall): ReadCalls {
  const body = parsed(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8'))
  if (!isCall(body)) return { malformed: 'the body must be a JSON object' }
  const { sentAt, writeKey } = body
  if (endpoint !== 'batch') return { calls: [{ ...body, type: endpoint }], sentAt, writeKey }
  if (!Array.isArray(body.batch)) return { malformed: 'batch must be an array of calls' }
  const { batch, context } = body
  return { calls: batch.map(call => (isCall(call) ? withShared(call, context) : call)), sentAt, writeKey }
}

/** Whether something can be a call at all. */
export function isCall(value: unknown): value is Call {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** An object in a call, empty when there is none of that name. */
export function recordIn(call: Call, name: string): Call {
  const value = Object.hasOwn(call, name) ? call[name] : undefined
  return isCall(value) ? value : {}
}

/** A text in a call, undefined when there is none of that name or it is empty. */
export function textIn(call: Call, name: string): string | undefined {
  const value = Object.hasOwn(call, name) ? call[name] : undefined
  return typeof value === 'string' && value !== '' ? value : undefined
}

// What a batch says about where it comes from counts for calls that do not say so themselves.
function withShared(call: Call, shared: unknown): Call {
  return isCall(shared) ? { ...call, context: { ...shared, ...recordIn(call, 'context') } } : call
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
