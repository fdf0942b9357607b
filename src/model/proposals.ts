import { proposals } from '../contract/model-routes.ts'
import { modelOf } from '../core/model/canonical.ts'
import { patchedModel } from '../core/model/later-definitions.ts'
import { nextCursor, numberIn, positionIn } from '../http/cursor.ts'
import { find, keep, projectOf, resourceOf } from '../http/definition.ts'
import { currentModelVersion } from '../http/model-version.ts'
import { problem } from '../http/problem.ts'
import { type Server, serve } from '../http/server.ts'
import type { Stored } from '../store/control/control-store.ts'
import { applyPlan } from './apply.ts'
import { fileText } from './file-text.ts'
import { requireMatch } from './match.ts'
import { type Planned, patchIn, planFor } from './plan.ts'

const noun = 'proposals'

/** More proposals than a project comes to. */
const proposalsMax = 100_000

/** Changes of the model that are talked about first. */
export function serveProposals(server: Server): void {
  const { control } = server.platform

  serve(server, proposals.list, ({ params, query }) => {
    const project = projectOf(control, params)
    const page = { limit: query.limit + 1, after: positionIn(query.cursor), status: query.status }
    const rows = control.list(project, noun, page)
    const items = rows.slice(0, query.limit).map(resourceOf)
    return { body: { items, ...nextCursor(rows, query.limit, row => row.definition.key) } }
  })

  serve(server, proposals.create, ({ params, body }, call) => {
    const project = projectOf(control, params)
    const { title, why, ...written } = body
    const patch = patchIn(written)
    if (Object.values(patch).every(part => Object.keys(part ?? {}).length === 0))
      throw problem('invalid-request', { errors: [{ path: '', message: 'it changes nothing; name what it changes' }] })
    return control.transaction(() => {
      // Counted with leading zeros, so that the order of the keys is that of time.
      const count = control.list(project, noun, { limit: proposalsMax, status: 'any' }).length
      const key = String(count + 1).padStart(5, '0')
      const definition = { key, title, why, ...patch }
      const change = { project, noun, key, action: 'create', expected: 'absent', definition, status: 'open' } as const
      return shown(project, keep(control, change, call, why))
    })
  })

  serve(server, proposals.read, ({ params }) => shown(projectOf(control, params), find(control, noun, params)))

  serve(server, proposals.apply, ({ params }, call) => {
    const project = projectOf(control, params)
    return control.transaction(() => {
      const stored = openOne(params)
      requireMatch(call, tagOf(project, stored), 'the proposal with its plan')
      const { key, title, why } = stored.definition
      applyPlan(control, project, plannedWith(project, stored), call, `proposal ${key}, ${title}: ${why}`)
      return closeOne(project, stored, 'apply', 'applied', call, undefined)
    })
  })

  serve(server, proposals.withdraw, ({ params, query }, call) => {
    const project = projectOf(control, params)
    return control.transaction(() => closeOne(project, openOne(params), 'withdraw', 'withdrawn', call, query.why))
  })

  serve(server, proposals.export, ({ params, query }) => {
    const project = projectOf(control, params)
    const { planned } = plannedWith(project, find(control, noun, params))
    return { body: { file: `model.${query.format}`, text: fileText(planned.model, query.format) } }
  })

  serve(server, proposals.history, ({ params, query }) => {
    const { definition } = find(control, noun, params)
    const page = { limit: query.limit + 1, before: numberIn(query.cursor) }
    const rows = control.revisions(projectOf(control, params), { noun, key: definition.key }, page)
    return { body: { items: rows.slice(0, query.limit), ...nextCursor(rows, query.limit, row => String(row.id)) } }
  })

  function openOne(params: { project: string; key: string }): Stored<typeof noun> {
    const stored = find(control, noun, params)
    const { status } = stored.meta
    if (status !== 'open')
      throw problem('not-allowed-now', { errors: [{ path: '/meta/status', message: `the proposal is ${status}` }] })
    return stored
  }

  function closeOne(
    project: string,
    { definition, meta }: Stored<typeof noun>,
    action: string,
    status: string,
    call: Parameters<typeof keep>[2],
    why: string | undefined,
  ) {
    const change = { project, noun, key: definition.key, action, expected: meta.version, definition, status } as const
    const kept = keep(control, change, call, why)
    return { body: resourceOf(kept), etag: tagOf(project, kept) }
  }

  function plannedWith(project: string, { definition }: Stored<typeof noun>): Planned {
    return planFor(control, project, patchedModel(modelOf(control.snapshot(project)), definition))
  }

  /** Changes whenever the proposal or the model does, since what applying it would do depends on both. */
  function tagOf(project: string, { meta }: Stored<typeof noun>): string {
    return `${meta.version}.${currentModelVersion(control.snapshot(project))}`
  }

  function shown(project: string, stored: Stored<typeof noun>) {
    const isOpen = stored.meta.status === 'open'
    const body = { ...resourceOf(stored), ...(isOpen ? { plan: plannedWith(project, stored).plan } : {}) }
    return { body, etag: tagOf(project, stored) }
  }
}
