import type { Platform } from '../platform.ts'
import { hashOf } from './principal.ts'
import { problem } from './problem.ts'

export type IdempotentReply = { status: number; headers: Record<string, string>; body: unknown }

/** Does the work once per caller and key: a repeat gets the first answer again. Work and memory of it commit together. */
export function underKey(
  platform: Platform,
  caller: string,
  idempotencyKey: string,
  request: string,
  work: () => IdempotentReply,
): IdempotentReply {
  const { control, now } = platform
  const fingerprint = hashOf(request)
  return control.transaction(() => {
    const given = control.answer(caller, idempotencyKey)
    if (given && given.request !== fingerprint) throw problem('idempotency-mismatch')
    if (given) return given
    const reply = work()
    control.keepAnswer(caller, idempotencyKey, { request: fingerprint, ...reply }, now())
    return reply
  })
}
