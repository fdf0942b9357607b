import type { AccessKey } from '../contract/access.ts'
import { access } from '../contract/routes.ts'
import { nextCursor, numberIn, positionIn } from '../http/cursor.ts'
import { projectOf } from '../http/definition.ts'
import { newSecret } from '../http/principal.ts'
import { problem } from '../http/problem.ts'
import { type Server, serve } from '../http/server.ts'
import { serveMembers } from './members.ts'
import { serveOidc } from './oidc-routes.ts'
import { serveSignIn } from './sign-in.ts'

/** Keys and members, how they come in, and the record of who did what. */
export function serveAccess(server: Server): void {
  const { control, now, randomBytes } = server.platform
  serveSignIn(server)
  serveOidc(server)
  serveMembers(server)

  serve(server, access.keys, ({ query }) => {
    const rows = control.keys({ limit: query.limit + 1, after: positionIn(query.cursor) })
    return { body: { items: rows.slice(0, query.limit), ...nextCursor(rows, query.limit, row => row.id) } }
  })

  serve(server, access.createKey, ({ body }, call) => {
    if (body.project !== undefined) {
      projectOf(control, { project: body.project })
      if (body.kind !== 'token' && !control.snapshot(body.project).environments.has(body.environment)) {
        throw problem('invalid-definition', {
          errors: [{ path: '/environment', message: `project ${body.project} has no environment ${body.environment}` }],
        })
      }
    }
    const { id, secret, secretHash } = newSecret(body.kind, randomBytes)
    const key: AccessKey = { id, createdAt: new Date(now()).toISOString(), createdBy: call.principal.name, ...body }
    return control.transaction(() => {
      control.addKey(key, secretHash)
      control.note('', { noun: 'keys', key: id, action: 'create', facts: body }, call.author())
      return { body: { ...key, secret } }
    })
  })

  serve(server, access.revokeKey, ({ params }, call) =>
    control.transaction(() => {
      if (!control.revokeKey(params.id, new Date(now()).toISOString()))
        throw problem('not-found', { detail: `there is no key ${params.id}` })
      control.note('', { noun: 'keys', key: params.id, action: 'revoke', facts: {} }, call.author())
      return { body: undefined }
    }),
  )

  serve(server, access.audit, ({ params, query }) => {
    const rows = control.revisions(
      projectOf(control, params),
      {},
      { limit: query.limit + 1, before: numberIn(query.cursor) },
    )
    return { body: { items: rows.slice(0, query.limit), ...nextCursor(rows, query.limit, row => String(row.id)) } }
  })
}
