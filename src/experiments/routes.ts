import type { ExperimentRecord } from '../contract/experiment.ts'
import { lifecycle } from '../contract/routes.ts'
import { decided, rephased, type Step, type Surroundings, started, stopped } from '../core/lifecycle/experiment.ts'
import { contradicts, type Recommended } from '../core/lifecycle/override.ts'
import { surroundingsOf } from '../core/model/approval.ts'
import { find, keep, projectOf, requireVersion, resourceOf } from '../http/definition.ts'
import { problem } from '../http/problem.ts'
import { type Call, type Server, serve } from '../http/server.ts'

type Input = { params: { project: string; key: string }; query: { why?: string | undefined } }

/** What the decision rule recommends for each variant of an experiment. */
export type RecommendedFor = (params: { project: string; key: string }) => Promise<Recommended[]>

/** What can happen to an experiment beside edits: it starts, stops, goes on in a new phase, is decided. */
export function serveLifecycle(server: Server, recommendedFor: RecommendedFor): void {
  const { control, now, log } = server.platform
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
  serve(server, lifecycle.stop, async (input, call) => {
    const reply = take(input, call, 'stop', experiment => stopped(experiment, iso()))
    const { project, key } = input.params
    // Stopping comes first and holds whatever happens next: a final look that fails is taken by the daily job.
    await server.platform
      .takeLooks(project, key)
      .catch(error => log.error({ err: error, project, key }, 'the final look failed; it is tried again'))
    return reply
  })
  serve(server, lifecycle.phase, (input, call) =>
    take(input, call, 'phase', (experiment, around) =>
      rephased(experiment, input.body.variants, around, iso(), input.body.reason),
    ),
  )
  serve(server, lifecycle.decide, async (input, call) => {
    const { outcome, variant } = input.body
    const at = find(control, 'experiments', input.params)
    const recommended = at.definition.run.status === 'stopped' ? await recommendedFor(input.params) : []
    return take(input, call, 'decide', experiment =>
      decided(experiment, {
        ...input.body,
        decidedAt: iso(),
        decidedBy: call.principal.name,
        override: contradicts({ outcome, variant }, recommended),
        recommended,
      }),
    )
  })
}
