import { isApiFailure } from '../http/client.ts'

/** Something the person at the terminal can mend: shown as it is, without a stack. */
export type Failure = Error & { hint: string }

export function failure(message: string, hint: string): Failure {
  return Object.assign(new Error(message), { hint })
}

/** What the terminal says about an error, and what to do next. */
export function explained(error: unknown): string {
  if (isApiFailure(error)) {
    const { title, detail, hint, errors } = error.details
    const lines = (errors ?? []).map(({ path, message }) => `  ${path || '/'}: ${message}`)
    return [`${title}${detail ? `: ${detail}` : ''}`, ...lines, hint].join('\n')
  }
  if (error instanceof Error && 'hint' in error) return `${error.message}\n${String(error.hint)}`
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}
