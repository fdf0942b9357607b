import { localPath } from '../../core/access/local-path.ts'

/** Where to go after signing in: a path of this console, never another site, whatever a link says. */
export function nextPath(next: string | undefined): string {
  return localPath(next ?? '/') ?? '/'
}
