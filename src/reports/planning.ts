import { analyses } from '../contract/report-routes.ts'
import { planOf } from '../core/metrics/plan.ts'
import { readsOf } from '../core/report/event-health.ts'
import { planAdvice } from '../core/report/plan-advice.ts'
import { find, projectOf } from '../http/definition.ts'
import { noteReads } from '../http/event-reads.ts'
import { problem } from '../http/problem.ts'
import { type Server, serve } from '../http/server.ts'

const dayMs = 86_400_000

/** Answers how large and how long an experiment has to be. */
export function servePlanning(server: Server): void {
  const { control, events, now } = server.platform

  serve(server, analyses.planSize, async ({ params, body }) => {
    const key = projectOf(control, params)
    const { definition: project } = find(control, 'projects', { key })
    const { definition: experiment } = find(control, 'experiments', params)
    const { definition: metric } = find(control, 'metrics', { project: key, key: body.metric })
    const phase = experiment.run.phases.at(-1)
    const fromMs = now() - body.days * dayMs
    if (body.arrival !== undefined) find(control, 'events', { project: key, key: body.arrival })
    const read = [...readsOf([metric]).keys(), ...(body.arrival === undefined ? [] : [body.arrival])]
    noteReads(server.platform, key, read)
    if (body.arrival === undefined && phase === undefined)
      throw problem('not-allowed-now', {
        errors: [{ path: '/arrival', message: 'the experiment has not started, so nobody is known to arrive' }],
        hint: 'Name in arrival the event by which units arrive where the experiment will meet them.',
      })
    const draft = {
      number: 1,
      salt: '',
      layerSalt: '',
      slots: [],
      variants: experiment.variants,
      startedAt: new Date(fromMs).toISOString(),
    }
    const plan = planOf(project, experiment, body.arrival === undefined ? (phase ?? draft) : draft, [metric], now())
    const arriving = body.arrival === undefined ? {} : { arrival: body.arrival, variants: [experiment.control] }
    const answer = await events.analyse({ ...plan, ...arriving })
    const place = body.arrival === undefined ? plan.variants.indexOf(experiment.control) : 0
    const summary = answer.metrics[0]?.arms[place] ?? { n: 0, means: [], comoments: [] }
    const units = answer.units.reduce((sum, one) => sum + one, 0)
    // Exposures are of those who take part already; of those who arrive, the coverage says how many will.
    const share = body.arrival === undefined ? 1 : experiment.coverage / 100
    const days = Math.max(1e-3, (plan.untilMs - plan.fromMs) / dayMs)
    return { body: planAdvice(experiment, metric, body, { summary, unitsPerDay: (units * share) / days }) }
  })
}
