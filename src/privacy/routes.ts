import { isAbsolute } from 'node:path'
import { ErasureCertificate, RetentionRun } from '../contract/privacy.ts'
import { backups, privacy } from '../contract/privacy-routes.ts'
import { nextCursor, numberIn } from '../http/cursor.ts'
import { find, projectOf } from '../http/definition.ts'
import { problem } from '../http/problem.ts'
import { rotateKeys } from '../http/project-keys.ts'
import { type Server, serve } from '../http/server.ts'
import { serveReviews } from './reviews.ts'
import { serveRows } from './rows.ts'

/** The work on whole stores this room asks for; see the jobs that do it. */
export type PrivacyJobs = {
  erase(
    erasure: { project: string; unit: string; unitField: string; id: string; why: string },
    by: string,
  ): Promise<ErasureCertificate>
  backup(folder: string): Promise<{ folder: string; files: number; bytes: number; at: string } | 'not-empty'>
}

/** What may be collected of people, who decided it, how they disappear again, and copies of it all. */
export function servePrivacy(server: Server, jobs: PrivacyJobs): void {
  const { control, randomBytes } = server.platform
  serveReviews(server)
  serveRows(server)

  serve(server, privacy.rotateKeys, ({ params, body }, call) => {
    const project = projectOf(control, params)
    return { body: { number: rotateKeys(control, project, call.author(body.why), randomBytes) } }
  })

  serve(server, privacy.erase, async ({ params, body }, { principal }) => {
    const project = projectOf(control, params)
    const { units } = find(control, 'projects', { key: project }).definition
    const split = body.unit.indexOf(':')
    const unit = body.unit.slice(0, split)
    const unitField = Object.hasOwn(units, unit) ? units[unit] : undefined
    if (unitField === undefined)
      throw problem('not-found', { detail: `the project has no unit ${unit}; it has ${Object.keys(units).join(', ')}` })
    const erasure = { project, unit, unitField, id: body.unit.slice(split + 1), why: body.why }
    return { body: await jobs.erase(erasure, principal.name) }
  })

  serve(server, privacy.erasures, ({ params, query }) => {
    const rows = control
      .revisions(projectOf(control, params), { noun: 'erasures' }, pageOf(query))
      .map(({ id, action, after }) => ({ id, action, after }))
    const finished = rows.slice(0, query.limit).filter(({ action }) => action === 'finish')
    const items = finished.map(({ after }) => ErasureCertificate.parse(after))
    return { body: { items, ...nextCursor(rows, query.limit, row => String(row.id)) } }
  })

  serve(server, privacy.retentionRuns, ({ params, query }) => {
    const rows = control.revisions(projectOf(control, params), { noun: 'retention' }, pageOf(query))
    const items = rows.slice(0, query.limit).map(({ after }) => RetentionRun.parse(after))
    return { body: { items, ...nextCursor(rows, query.limit, row => String(row.id)) } }
  })

  serve(server, backups.create, async ({ body }, call) => {
    if (!isAbsolute(body.folder))
      throw problem('invalid-definition', { errors: [{ path: '/folder', message: 'give an absolute path' }] })
    const made = await jobs.backup(body.folder)
    if (made === 'not-empty')
      throw problem('invalid-definition', { errors: [{ path: '/folder', message: 'the folder is not empty' }] })
    control.note('', { noun: 'backups', key: 'backups', action: 'backup', facts: made }, call.author(body.why))
    return { body: made }
  })
}

function pageOf({ limit, cursor }: { limit: number; cursor?: string | undefined }) {
  return { limit: limit + 1, before: numberIn(cursor) }
}
