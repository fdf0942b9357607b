import { queryOptions, useSuspenseQuery } from '@tanstack/react-query'
import type { Role } from '../../contract/access.ts'
import type { Session } from '../../contract/member.ts'
import { sessions } from '../../contract/session-routes.ts'
import { roleAllows } from '../../core/access/role.ts'
import { call, keepCsrf } from './client.ts'
import { queryClient } from './query-client.ts'

const sessionKey = ['session']

/** Who is signed in; fails as signed-out when nobody is. */
export const sessionQuery = queryOptions<Session>({
  queryKey: sessionKey,
  queryFn: async () => remember((await call(sessions.read, {})).body),
  staleTime: 300_000,
  retry: false,
  meta: { expectsSignedOut: true },
})

/** Takes a session just begun or renewed for the current one. */
export function keepSession(session: Session): void {
  queryClient.setQueryData(sessionKey, remember(session))
}

/** Forgets who was signed in, and everything they could see. */
export function forgetSession(): void {
  keepCsrf('')
  queryClient.clear()
}

/** Who is signed in, on every screen behind the sign-in. */
export function useSession(): Session {
  return useSuspenseQuery(sessionQuery).data
}

/** Whether whoever is signed in has a role: hide or explain what they cannot do. The server decides all the same. */
export function useAllowed(role: Role): boolean {
  return roleAllows(useSession().member.role, role)
}

function remember(session: Session): Session {
  keepCsrf(session.csrf)
  return session
}
