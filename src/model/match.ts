import { problem } from '../http/problem.ts'
import type { Call } from '../http/server.ts'

/** Refuses a change made against anything else than what is there now; `what` names it. */
export function requireMatch(call: Call, current: string, what: string): void {
  const header = call.header('if-match')
  if (header === undefined) throw problem('precondition-required')
  if (header.trim() !== `"${current}"`)
    throw problem('conflict', {
      detail: `${what} is ${current} by now`,
      hint: 'Plan again, look at it, and apply that.',
    })
}
