import type { ExperimentRecord } from '../contract/experiment.ts'
import { lifecycle } from '../contract/routes.ts'
import { decided, rephased, type Step, type Surroundings, started, stopped } from '../core/lifecycle/experiment.ts'
import { surroundingsOf } from '../core/model/approval.ts'
import { find, keep, projectOf, requireVersion, resourceOf } from '../http/definition.ts'
import { problem } from '../http/problem.ts'
import { type Call, type Server, serve } from '../http/server.ts'

type Input = { params: { project: string; key: string }; query: { why?: string | undefined } }

/** What can happen to an experiment beside edits: it starts, stops, goes on in a new phase, is decided. */
export function serveLifecycle(server: Server): void {
  const { control, now } = server.platform
  const iso = () => new Date(now()).toISOString()

  function take(
    input: Input,
    call: Call,
    action: string,
    step: (experiment: ExperimentRecord, around: Surroundings) => Step,
  ) {
    const { params, query } = input
    const project = projectOf(control, params)
    const stored = find(control, 'experiments', params)
    requireVersion(stored, call)
    const { definition } = stored
    const taken = step(definition, surroundingsOf(control.snapshot(project), definition))
    if ('blocked' in taken) throw problem('not-allowed-now', { errors: taken.blocked })
    const { next } = taken
    const change = {
      project,
      noun: 'experiments',
      key: next.key,
      action,
      expected: call.version,
      definition: next,
      status: next.run.status,
    } as const
    const kept = keep(control, change, call, query.why)
    return { body: resourceOf(kept), etag: kept.meta.version }
  }

  serve(server, lifecycle.start, (input, call) =>
    take(input, call, 'start', (experiment, around) => {
      const { at } = input.query
      if (at !== undefined && (experiment.assignment !== 'external' || Date.parse(at) > now())) {
        return {
          blocked: [
            {
              path: '/at',
              message: 'only an experiment assigned elsewhere can have started at another time, and only in the past',
            },
          ],
        }
      }
      return started(experiment, around, at ?? iso())
    }),
  )
  serve(server, lifecycle.stop, (input, call) => take(input, call, 'stop', experiment => stopped(experiment, iso())))
  serve(server, lifecycle.phase, (input, call) =>
    take(input, call, 'phase', (experiment, around) =>
      rephased(experiment, input.body.variants, around, iso(), input.body.reason),
    ),
  )
  serve(server, lifecycle.decide, (input, call) =>
    take(input, call, 'decide', experiment =>
      decided(experiment, { ...input.body, decidedAt: iso(), decidedBy: call.principal.name }),
    ),
  )
}
