import type { Experiment } from '../contract/experiment.ts'
import type { MeasurementPlan } from '../contract/measurement-plan.ts'
import type { Metric } from '../contract/metric.ts'
import { measurement } from '../contract/understanding-routes.ts'
import { type Arrival, type Measurable, measurementPlanOf } from '../core/lifecycle/measurement-plan.ts'
import { eventsOf } from '../core/model/reference.ts'
import { find, projectOf } from '../http/definition.ts'
import { problem } from '../http/problem.ts'
import { decisionsIn } from '../http/review-decisions.ts'
import { type Server, serve } from '../http/server.ts'
import type { Platform } from '../platform.ts'

/** More incidents than are ever open at once. */
const incidentsMax = 1000

/** What experiments and flags are to achieve, and whether it can be measured now. */
export function serveMeasurementPlans(server: Server): void {
  const { platform } = server
  const { control } = platform

  serve(server, measurement.experimentPlan, async ({ params }) => {
    const project = projectOf(control, params)
    const { definition } = find(control, 'experiments', params)
    return { body: await planOfExperiment(platform, project, definition) }
  })

  serve(server, measurement.flagPlan, async ({ params, query }) => {
    const project = projectOf(control, params)
    const { goal, metrics = [] } = find(control, 'flags', params).definition.measurement ?? {}
    const { environment } = query
    if (!control.snapshot(project).environments.has(environment))
      throw problem('not-found', { detail: `there is no environment ${environment}` })
    return { body: await planned(platform, project, { goal, metrics, environment, unit: undefined }) }
  })
}

/** The measurement plan of an experiment at this moment, by the events that were loaded. */
export function planOfExperiment(
  platform: Platform,
  project: string,
  { goal, hypothesis, environment, unit, metrics }: Experiment,
): Promise<MeasurementPlan> {
  const { units } = find(platform.control, 'projects', { key: project }).definition
  return planned(platform, project, {
    goal: goal ?? hypothesis,
    metrics,
    environment,
    unit: { unit, field: units[unit] },
  })
}

async function planned(
  { control, events, now }: Platform,
  project: string,
  wanted: Pick<Measurable, 'goal' | 'metrics' | 'environment' | 'unit'>,
): Promise<MeasurementPlan> {
  const { environment, unit } = wanted
  const { metrics, events: definitions } = control.snapshot(project)
  const open = control.incidents(project, { environment, status: 'open' }, { limit: incidentsMax })
  const read = wanted.metrics.map(({ metric }) => eventsIn(metrics.get(metric)?.definition))
  // A metric that names no event reads every one.
  const names = read.some(one => one?.length === 0) ? definitions.keys() : read.flatMap(one => one ?? [])
  const arrivals = await events.arrivals(project, environment, [...new Set(names)], unit?.field)
  return measurementPlanOf({
    ...wanted,
    metricOf: key => metrics.get(key)?.definition,
    eventOf: key => definitions.get(key)?.definition,
    decisions: decisionsIn(control, project),
    arrivals: new Map(arrivals.map(({ event, ...arrival }): [string, Arrival] => [event, arrival])),
    incidents: open.map(({ event, trouble }) => ({
      event,
      property: trouble.property,
      detail: trouble.finding.detail,
    })),
    nowMs: now(),
  })
}

function eventsIn(metric: Metric | undefined): string[] | undefined {
  return metric && eventsOf(metric.formula).map(({ event }) => event)
}
