import type { ExperimentRecord, Phase } from '../contract/experiment.ts'
import type { Look } from '../contract/look.ts'
import type { Metric } from '../contract/metric.ts'
import type { Project } from '../contract/project.ts'
import type { Report } from '../contract/report.ts'
import type { Recommended } from '../core/lifecycle/override.ts'
import { type Plan, planOf } from '../core/metrics/plan.ts'
import { type NoticedEvent, readsOf } from '../core/report/event-health.ts'
import { answerAt, concludingLook } from '../core/report/look-plan.ts'
import { pastEffect } from '../core/report/past-effects.ts'
import { reportOf } from '../core/report/report.ts'
import { metricsAddedLater, midRunChanges } from '../core/report/run-changes.ts'
import { find, projectOf } from '../http/definition.ts'
import { noteReads } from '../http/event-reads.ts'
import { problem } from '../http/problem.ts'
import type { Platform } from '../platform.ts'

type Params = { project: string; key: string }
type Query = { phase?: number | undefined; until?: string | undefined }

/** Answers what an experiment has shown, up to now or another moment. */
export type ReportOn = (params: Params, query: Query) => Promise<Report>

/** What was noticed about the events beneath a report in the time it is about. */
export type NoticedIn = (
  project: string,
  environment: string,
  events: readonly string[],
  during: { fromMs: number; untilMs: number },
) => Promise<NoticedEvent[]>

/** An experiment with everything a question about one of its phases needs. */
export type Asked = {
  project: Project
  experiment: ExperimentRecord
  version: number
  phase: Phase
  metrics: Metric[]
  plan: Plan
  looks: Look[]
}

const revisionsMax = 1000

/** What the rule recommends for each variant, as it is kept beside a decision. */
export function recommendedIn(report: Report): Recommended[] {
  return report.recommendations.map(({ variant, outcome }) => ({ variant, outcome }))
}

/** Finds the phase a question is about, after the looks that are due were taken; a problem when there is none. */
export async function asked(platform: Platform, params: Params, { phase: wanted, until }: Query): Promise<Asked> {
  const { control, now, takeLooks } = platform
  const key = projectOf(control, params)
  const project = find(control, 'projects', { key }).definition
  await takeLooks(key, params.key)
  const { definition: experiment, meta } = find(control, 'experiments', params)
  const { phases } = experiment.run
  const phase = wanted === undefined ? phases.at(-1) : phases.find(({ number }) => number === wanted)
  if (!phase) {
    if (wanted !== undefined)
      throw problem('not-found', { detail: `experiment ${experiment.key} has no phase ${wanted}` })
    throw problem('not-allowed-now', {
      errors: [{ path: '/run/status', message: 'the experiment has not started; start it first' }],
    })
  }
  const metrics = experiment.metrics.map(
    ({ metric }) => find(control, 'metrics', { project: key, key: metric }).definition,
  )
  const plan = planOf(project, experiment, phase, metrics, until === undefined ? now() : Date.parse(until))
  noteReads(platform, key, readsOf(metrics).keys())
  const looks = control
    .looks(key, experiment.key, phase.number)
    .filter(look => until === undefined || Date.parse(look.at) <= plan.untilMs)
  return { project, experiment, version: meta.version, phase, metrics, plan, looks }
}

/** Makes reports over a platform. An analysis that is over, or a look of this very moment, is shown as it was recorded. */
export function reportSource(platform: Platform, noticedIn: NoticedIn): ReportOn {
  const { control, events, now } = platform
  return async (params, query) => {
    const question = await asked(platform, params, query)
    const { project, experiment, phase, looks, plan } = question
    const present = looks.find(look => Date.parse(look.at) === plan.untilMs)
    const shown = (query.until === undefined ? concludingLook(experiment, looks) : undefined) ?? present
    const untilMs = shown === undefined ? plan.untilMs : Date.parse(shown.at)
    const read = [...readsOf(question.metrics).keys()]
    const [answer, freshness, noticed] = await Promise.all([
      shown === undefined ? events.analyse(plan) : answerAt(shown),
      events.freshness(project.key, experiment.environment),
      experiment.assignment === 'external'
        ? read.map(imported)
        : noticedIn(project.key, experiment.environment, read, { fromMs: plan.fromMs, untilMs }),
    ])
    const { experiments, metrics, events: definitions } = control.snapshot(project.key)
    const past = control.finalLooks(project.key).flatMap(look => {
      const other = look.experiment === experiment.key ? undefined : experiments.get(look.experiment)?.definition
      if (other === undefined || other.run.phases.at(-1)?.number !== look.phase) return []
      return pastEffect(other, look, key => metrics.get(key)?.definition) ?? []
    })
    const revisionsOf = (noun: 'experiments' | 'flags', key: string) =>
      control.revisions(project.key, { noun, key }, { limit: revisionsMax })
    const revisions = {
      experiment: revisionsOf('experiments', experiment.key),
      flag: revisionsOf('flags', experiment.flag),
    }
    return reportOf({
      ...question,
      definitions: [...definitions.values()].map(({ definition }) => definition),
      plan: { ...plan, untilMs },
      answer,
      shown,
      past,
      addedLater: metricsAddedLater(experiment, phase, revisions.experiment),
      changes: midRunChanges(experiment, phase, revisions),
      freshness,
      noticed,
      nowMs: now(),
      definitionVersion: question.version,
    })
  }
}

// How an import arrives says nothing about how its events were once recorded.
function imported(event: string): NoticedEvent {
  return { event, quiet: { status: 'unknown', detail: 'it was recorded elsewhere' }, notices: [] }
}
