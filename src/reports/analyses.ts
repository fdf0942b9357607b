import type { ExperimentRecord, Phase } from '../contract/experiment.ts'
import type { Report } from '../contract/report.ts'
import { analyses } from '../contract/report-routes.ts'
import { hasSeries, isTotals } from '../core/metrics/plan.ts'
import { breakdownOf } from '../core/report/breakdown.ts'
import { readsOf } from '../core/report/event-health.ts'
import { impactOf } from '../core/report/impact.ts'
import { interactionsOf } from '../core/report/interactions.ts'
import { seriesOf } from '../core/report/series.ts'
import { noteReads } from '../http/event-reads.ts'
import { problem } from '../http/problem.ts'
import { type Server, serve } from '../http/server.ts'
import { dimensionOf } from './dimension.ts'
import { type Asked, asked, type ReportOn } from './source.ts'

/** Answers that go deeper than a report: over time, by segment, beside other experiments, and for the whole product. */
export function serveAnalyses(server: Server, reportOn: ReportOn): void {
  const { platform } = server
  const { control, events } = platform

  serve(server, analyses.series, async ({ params, query }) => {
    const question = await unveiled(server, reportOn, params, query.phase)
    const { plan, metrics, experiment } = question
    const place = plan.metrics.findIndex(({ metric }) => metric === query.metric)
    const metric = metrics[place]
    if (metric === undefined)
      throw problem('invalid-request', {
        errors: [{ path: '/metric', message: `the experiment has no metric ${query.metric}` }],
        hint: `Its metrics are ${metrics.map(({ key }) => key).join(', ')}.`,
      })
    const planned = plan.metrics[place]
    if (planned === undefined || !hasSeries(planned))
      throw problem('invalid-request', {
        errors: [
          { path: '/metric', message: `${query.metric} is a ${metric.formula.kind}, which has no series of days` },
        ],
        hint: 'The report and its breakdowns have its numbers.',
      })
    const cap = isTotals(planned) ? planned.cap : null
    const whole =
      cap === null ? undefined : await events.analyse({ ...plan, metrics: plan.metrics.slice(place, place + 1) })
    const answer = await events.series(plan, place, whole?.metrics[0]?.cap ?? null)
    const { alpha } = experiment.analysis
    const { variants, fromMs } = plan
    const read = readsOf([metric])
    const eventHealth = question.eventHealth.filter(({ event }) => read.has(event))
    const series = seriesOf({ metric, variants, control: experiment.control, alpha, fromMs, answer })
    return { body: { ...series, eventHealth } }
  })

  serve(server, analyses.breakdown, async ({ params, query }) => {
    const dimension = dimensionOf(control.snapshot(params.project), query.dimension, query.measured)
    const { plan, experiment, phase, metrics, eventHealth } = await unveiled(server, reportOn, params, query.phase)
    if (dimension.kind === 'property') noteReads(platform, params.project, [dimension.event])
    const breakdown = breakdownOf({
      dimension: query.dimension,
      measured: dimension.kind === 'property' ? query.measured : 'before',
      variants: weightsOf(phase),
      control: experiment.control,
      metrics,
      alpha: experiment.analysis.alpha,
      segments: await events.analyseBy(plan, dimension),
    })
    return { body: { ...breakdown, eventHealth } }
  })

  serve(server, analyses.interactions, async ({ params, query }) => {
    const { plan, experiment, metrics, phase, eventHealth } = await unveiled(server, reportOn, params, query.phase)
    const items = []
    for (const { definition: other } of control.snapshot(params.project).experiments.values()) {
      const met = overlapping(experiment, phase, other)
      if (met === undefined) continue
      const dimension = { kind: 'experiment' as const, experiment: other.key, phase: met.number }
      items.push(
        interactionsOf({
          other: { ...other, variants: met.variants.map(({ variant }) => variant) },
          variants: plan.variants,
          control: experiment.control,
          metrics,
          alpha: experiment.analysis.alpha,
          segments: await events.analyseBy(plan, dimension),
        }),
      )
    }
    return { body: { items, eventHealth } }
  })

  serve(server, analyses.impact, async ({ params, query }) => {
    const { plan, experiment, metrics } = await asked(platform, params, query)
    const report = await reportOn(params, query)
    // The report may show a look of an earlier moment; the totals are of the same period.
    const totals = await events.totals({ ...plan, untilMs: Date.parse(report.until) })
    const byMetric = report.metrics.map(({ metric }) => totals[metrics.findIndex(({ key }) => key === metric)] ?? null)
    const { eventHealth } = report
    return { body: { ...impactOf(experiment.control, report.metrics, byMetric), eventHealth } }
  })
}

/** A question whose numbers may be seen: what veils a report veils everything that is taken from it. */
async function unveiled(
  { platform }: Server,
  reportOn: ReportOn,
  params: { project: string; key: string },
  phase: number | undefined,
): Promise<Asked & Pick<Report, 'eventHealth'>> {
  const { veiled, eventHealth } = await reportOn(params, { phase })
  if (veiled !== undefined)
    throw problem('not-allowed-now', {
      errors: [{ path: '/veiled', message: `the numbers are veiled: ${veiled.reason}` }],
    })
  return { ...(await asked(platform, params, { phase })), eventHealth }
}

function weightsOf(phase: Phase) {
  return phase.variants.map(({ variant, weight }) => ({ variant, weight }))
}

/** The phase in which another experiment ran beside this one on the same units, if it did. */
function overlapping(experiment: ExperimentRecord, phase: Phase, other: ExperimentRecord): Phase | undefined {
  if (other.key === experiment.key || other.environment !== experiment.environment) return undefined
  if (other.unit !== experiment.unit) return undefined
  const latest = '9999'
  return other.run.phases.findLast(
    met => met.startedAt < (phase.endedAt ?? latest) && phase.startedAt < (met.endedAt ?? latest),
  )
}
