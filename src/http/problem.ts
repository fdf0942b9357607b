import { type Issue, type ProblemCode, type ProblemDetails, problems } from '../contract/problem.ts'

/** A failure that is the caller's to mend; thrown by handlers, answered as Problem Details. */
export type Problem = Error & {
  problem: ProblemCode
  detail?: string
  hint?: string
  errors?: Issue[]
  retryAfterSeconds?: number
}

/** Makes a problem to throw; `hint` stands in for the usual one where more can be said. */
export function problem(
  code: ProblemCode,
  more: {
    detail?: string | undefined
    hint?: string
    errors?: Issue[]
    retryAfterSeconds?: number | undefined
  } = {},
): Problem {
  const made = Object.assign(new Error(more.detail ?? problems[code][1]), { problem: code }) as Problem
  if (more.detail !== undefined) made.detail = more.detail
  if (more.hint !== undefined) made.hint = more.hint
  if (more.errors !== undefined) made.errors = more.errors
  if (more.retryAfterSeconds !== undefined) made.retryAfterSeconds = more.retryAfterSeconds
  return made
}

export function isProblem(error: unknown): error is Problem {
  return error instanceof Error && 'problem' in error
}

/** The answer a problem is rendered as (RFC 9457). */
export function problemResponse(failure: Problem, requestId: string): Response {
  const [status, title, hint] = problems[failure.problem]
  const body: ProblemDetails = {
    type: `/problems/${failure.problem}`,
    title,
    status,
    ...(failure.detail === undefined ? {} : { detail: failure.detail }),
    hint: failure.hint ?? hint,
    instance: requestId,
    ...(failure.errors === undefined ? {} : { errors: failure.errors }),
  }
  const headers: Record<string, string> = { 'content-type': 'application/problem+json' }
  if (status === 401) headers['www-authenticate'] = 'Bearer'
  if (failure.retryAfterSeconds !== undefined) headers['retry-after'] = String(failure.retryAfterSeconds)
  return new Response(JSON.stringify(body), { status, headers })
}
