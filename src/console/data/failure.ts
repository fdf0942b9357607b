import type { ProblemDetails } from '../../contract/problem.ts'
import { type ApiFailure, isApiFailure } from '../../http/client.ts'

/** What kind of failure a person is told about. */
export type FailureKind =
  | 'offline'
  | 'signed-out'
  | 'forbidden'
  | 'missing'
  | 'changed'
  | 'throttled'
  | 'refused'
  | 'server'
  | 'console'

/** A failure in words: what happened, what to do about it, and how to find it in the log. */
export type Failure = {
  kind: FailureKind
  title: string
  hint: string
  detail: string | undefined
  errors: NonNullable<ProblemDetails['errors']>
  requestId: string | undefined
}

/** Says in words what went wrong, whatever was thrown. */
export function failureOf(error: unknown): Failure {
  if (isApiFailure(error)) return ofProblem(error)
  // Browsers answer a failed connection with a TypeError, each with a text of its own.
  if (error instanceof TypeError && /fetch|network|load failed/i.test(error.message)) {
    return {
      kind: 'offline',
      title: 'Assay cannot be reached',
      hint: 'Check your connection. Nothing was lost on the server; try again when you are back online.',
      detail: undefined,
      errors: [],
      requestId: undefined,
    }
  }
  return {
    kind: 'console',
    title: 'This part of the console failed',
    hint: 'Reload it. If it stays, report the text below together with what you did.',
    detail: error instanceof Error ? error.message : String(error),
    errors: [],
    requestId: undefined,
  }
}

function ofProblem({ details, retryAfterSeconds }: ApiFailure): Failure {
  const { kind, title, hint } = words(details, retryAfterSeconds)
  return {
    kind,
    title: title ?? details.title,
    hint: hint ?? details.hint,
    detail: details.detail,
    errors: details.errors ?? [],
    requestId: details.instance === '' ? undefined : details.instance,
  }
}

type Words = { kind: FailureKind; title?: string; hint?: string }

const wordsFor: Record<string, Words> = {
  '/problems/unauthenticated': {
    kind: 'signed-out',
    title: 'You are signed out',
    hint: 'Sign in again; you come back to this place.',
  },
  '/problems/forbidden': {
    kind: 'forbidden',
    title: 'Your role does not allow this',
    hint: 'Ask an admin for the role named here, or ask somebody who has it to do it.',
  },
  '/problems/not-found': {
    kind: 'missing',
    title: 'There is no such thing here',
    hint: 'It may have been archived or renamed, or the link is mistyped. Lists show what exists.',
  },
  '/problems/conflict': {
    kind: 'changed',
    title: 'Somebody changed it meanwhile',
    hint: 'Load it again and look at what is new.',
  },
}

function words({ type, status }: ProblemDetails, retryAfterSeconds: number | undefined): Words {
  const known = wordsFor[type]
  if (known) return known
  if (status !== 429) return { kind: status >= 500 ? 'server' : 'refused' }
  const wait = retryAfterSeconds === undefined ? 'a moment' : `${Math.ceil(retryAfterSeconds)} s`
  return { kind: 'throttled', hint: `Wait ${wait}, then try again.` }
}
