import type { ExperimentRecord } from '../contract/experiment.ts'
import { lifecycle } from '../contract/routes.ts'
import { decided, rephased, type Step, type Surroundings, started, stopped } from '../core/lifecycle/experiment.ts'
import { startWith } from '../core/lifecycle/measurement-plan.ts'
import { contradicts, type Recommended } from '../core/lifecycle/override.ts'
import { surroundingsOf } from '../core/model/approval.ts'
import { find, keep, projectOf, requireVersion, resourceOf } from '../http/definition.ts'
import { problem } from '../http/problem.ts'
import { type Call, type Server, serve } from '../http/server.ts'
import { planOfExperiment } from './measurement-plan.ts'

type Input = { params: { project: string; key: string }; query: { why?: string | undefined } }

const unreadyHint =
  'Mend what the errors name, or start all the same with a reason in ?why=, which the report shows with what was missing.'

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
    step: (experiment: ExperimentRecord, around: Surroundings) => Step & { hint?: string },
  ) {
    const { params, query } = input
    const project = projectOf(control, params)
    const stored = find(control, 'experiments', params)
    requireVersion(stored, call)
    const { definition } = stored
    const taken = step(definition, surroundingsOf(control.snapshot(project), definition))
    if ('blocked' in taken)
      throw problem('not-allowed-now', {
        errors: taken.blocked,
        ...(taken.hint === undefined ? {} : { hint: taken.hint }),
      })
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

  serve(server, lifecycle.start, async (input, call) => {
    const { at, why } = input.query
    const stored = find(control, 'experiments', input.params)
    requireVersion(stored, call)
    const plan = await planOfExperiment(server.platform, projectOf(control, input.params), stored.definition)
    return take(input, call, 'start', (experiment, around) => {
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
      const readiness = startWith(plan, why)
      if (experiment.run.status !== 'draft' || !('blocked' in readiness)) {
        const unready = 'blocked' in readiness ? undefined : readiness.startedUnready
        return started(experiment, around, at ?? iso(), unready)
      }
      // Whoever starts it learns of everything that stands in the way at once.
      const step = started(experiment, around, at ?? iso())
      return { blocked: [...('blocked' in step ? step.blocked : []), ...readiness.blocked], hint: unreadyHint }
    })
  })
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
