import type { z } from 'zod'
import { type EditedNoun, editedNouns, type Noun, nouns, type RecordOf } from '../contract/noun.ts'
import type { resourceRoutes } from '../contract/resource-routes.ts'
import { resources } from '../contract/routes.ts'
import { type Approval, approve, archivable, type Written } from '../core/model/approval.ts'
import { differences, merged } from '../core/model/difference.ts'
import { nextCursor, numberIn, positionIn } from '../http/cursor.ts'
import { find, keep, projectFor, projectOf, requireVersion, resourceOf } from '../http/definition.ts'
import { issuesOf } from '../http/issue.ts'
import { problem } from '../http/problem.ts'
import { type Call, type Server, serve } from '../http/server.ts'
import type { ControlStore, Snapshot, Stored } from '../store/control/control-store.ts'
import { startProject } from './starter.ts'

/** The endpoints every noun has. */
export function serveDefinitions(server: Server): void {
  for (const noun of editedNouns) serveNoun(server, noun)
}

type Params = { project?: string; key?: string }
type Rewrite = { params: Params; query: { why?: string | undefined } }

function serveNoun<N extends EditedNoun>(server: Server, noun: N): void {
  const { control } = server.platform
  // One shape for all nouns: their routes differ only in the schema of the definition.
  const routes = resources[noun] as unknown as ReturnType<typeof resourceRoutes<'layers'>>
  const answer = (stored: Stored<N>) => ({ body: resourceOf(stored) as never, etag: stored.meta.version })

  serve(server, routes.list, ({ params, query }) => {
    const project = projectOf(control, params)
    const rows = control.list(project, noun, {
      limit: query.limit + 1,
      after: positionIn(query.cursor),
      status: query.status,
    })
    const items = rows.slice(0, query.limit)
    return {
      body: { items: items.map(resourceOf) as never, ...nextCursor(rows, query.limit, row => row.definition.key) },
    }
  })

  serve(server, routes.create, ({ params, query, body }, call) => {
    const written = definitionIn(noun, body)
    const project = noun === 'projects' ? written.key : projectOf(control, params)
    const record = approved(approve(noun, around(control, noun, project), undefined, written))
    return control.transaction(() => {
      const kept = keep(
        control,
        {
          project,
          noun,
          key: record.key,
          action: 'create',
          expected: 'absent',
          definition: record,
          status: statusOf(noun, record),
        },
        call,
        query.why,
      )
      if (noun === 'projects') startProject(control, project, call.author())
      return answer(kept)
    })
  })

  serve(server, routes.read, ({ params }) => answer(find(control, noun, params)))

  const rewrite = (input: Rewrite, call: Call, action: string, written: Written<N>) => {
    const stored = find(control, noun, input.params)
    const { key } = stored.definition
    if (written.key !== key)
      throw problem('invalid-request', {
        errors: [{ path: '/key', message: `the path names ${key}; a key never changes` }],
      })
    requireVersion(stored, call)
    const project = projectFor(noun, input.params)
    const record = approved(approve(noun, around(control, noun, project), stored.definition, written))
    return answer(
      keep(
        control,
        { project, noun, key, action, expected: call.version, definition: record, status: statusOf(noun, record) },
        call,
        input.query.why,
      ),
    )
  }

  serve(server, routes.replace, (input, call) => rewrite(input, call, 'update', definitionIn(noun, input.body)))

  serve(server, routes.change, (input, call) => {
    const stored = find(control, noun, input.params)
    return rewrite(
      input,
      call,
      'update',
      definitionIn(noun, merged(stored.definition, input.body) as Record<string, unknown>),
    )
  })

  serve(server, routes.archive, ({ params, query }, call) => {
    const stored = find(control, noun, params)
    requireVersion(stored, call)
    const project = projectFor(noun, params)
    const blocked = archivable(noun, around(control, noun, project), stored.definition)
    if (blocked.length > 0) throw problem('not-allowed-now', { errors: blocked })
    return answer(
      keep(
        control,
        {
          project,
          noun,
          key: stored.definition.key,
          action: 'archive',
          expected: call.version,
          definition: stored.definition,
          status: 'archived',
        },
        call,
        query.why,
      ),
    )
  })

  serve(server, routes.history, ({ params, query }) => {
    const { definition } = find(control, noun, params)
    const page = { limit: query.limit + 1, before: numberIn(query.cursor) }
    const rows = control.revisions(projectFor(noun, params), { noun, key: definition.key }, page)
    return { body: { items: rows.slice(0, query.limit), ...nextCursor(rows, query.limit, row => String(row.id)) } }
  })

  serve(server, routes.diff, ({ params, query }) => {
    const [from, to] = [query.from, query.to].map(version => versionOf(control, noun, params, version).definition)
    return { body: { differences: differences(from, to) } }
  })

  serve(server, routes.rollback, (input, call) => {
    const { definition } = versionOf(control, noun, input.params, input.body.version)
    return rewrite(input, call, 'rollback', definitionIn(noun, definition as Record<string, unknown>))
  })
}

function approved<N extends Noun>(approval: Approval<N>): RecordOf<N> {
  if ('invalid' in approval) throw problem('invalid-definition', { errors: approval.invalid })
  if ('blocked' in approval) throw problem('not-allowed-now', { errors: approval.blocked })
  return approval.record
}

/** A definition out of a body, without the server's own fields, which may be sent back as they were read. */
function definitionIn<N extends Noun>(noun: N, body: Record<string, unknown>): Written<N> {
  const { meta: _meta, run: _run, ...definition } = body
  const parsed: z.ZodSafeParseResult<unknown> = nouns[noun].schema.safeParse(definition)
  if (!parsed.success) throw problem('invalid-request', { errors: issuesOf(parsed.error) })
  return parsed.data as Written<N>
}

function versionOf<N extends Noun>(control: ControlStore, noun: N, params: Params, version: number) {
  const found = control.revisionAt(projectFor(noun, params), noun, params.key ?? '', version)
  if (!found)
    throw problem('not-found', { detail: `there is no version ${version} of ${nouns[noun].one} ${params.key}` })
  return found
}

/** What a definition is decided against: the active definitions of its project. */
function around(control: ControlStore, noun: Noun, project: string): Snapshot {
  if (noun !== 'projects') projectOf(control, { project })
  return control.snapshot(project)
}

function statusOf<N extends Noun>(noun: N, record: RecordOf<N>): string {
  return noun === 'experiments' ? (record as RecordOf<'experiments'>).run.status : 'active'
}
