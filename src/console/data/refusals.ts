import type { Issue } from '../../contract/problem.ts'
import { isApiFailure } from '../../http/client.ts'
import { failureOf } from './failure.ts'

/** What the server found wrong with something new, by field; that its key is taken is said beside the key. */
export function refusalsOf(error: unknown): readonly Pick<Issue, 'path' | 'message'>[] {
  if (error === null) return []
  const taken = isApiFailure(error) && error.details.type === '/problems/already-exists'
  return taken ? [{ path: '/key', message: 'this key is taken; choose another' }] : failureOf(error).errors
}
