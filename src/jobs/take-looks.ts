import type { ExperimentRecord, Phase } from '../contract/experiment.ts'
import type { Project } from '../contract/project.ts'
import { planOf } from '../core/metrics/plan.ts'
import { dueLook, informationAt, isWorthKeeping } from '../core/report/look-plan.ts'
import type { ControlStore } from '../store/control/control-store.ts'
import type { EventStore } from '../store/events/event-store.ts'
import type { Log } from '../store/events/log.ts'

export type LookOptions = {
  control: ControlStore
  events: Pick<EventStore, 'analyse'>
  /** Resolves when everything accepted so far can be asked for. */
  settle(): Promise<void>
  now(): number
}

/** More projects than one installation has. */
const projectsMax = 100_000

/** Records every look of one experiment that is due. A look is kept once and never again: a second run at the same time changes nothing. */
export async function takeLooks(options: LookOptions, projectKey: string, key: string): Promise<void> {
  const { control, now } = options
  const project = control.get(projectKey, 'projects', projectKey)?.definition
  const experiment = control.get(projectKey, 'experiments', key)?.definition
  if (project === undefined || experiment === undefined) return
  for (const phase of experiment.run.phases) {
    const due = dueLook(experiment, phase, control.looks(projectKey, key, phase.number), now())
    if (due !== undefined) await takeLook(options, project, experiment, phase, due)
  }
}

/** Records every look of every experiment that is due; an experiment that fails is logged, tried again later, and stops no other. */
export async function takeAllLooks(options: LookOptions, log: Log): Promise<void> {
  for (const { definition: project } of options.control.list('', 'projects', { limit: projectsMax })) {
    for (const experiment of options.control.snapshot(project.key).experiments.keys()) {
      await takeLooks(options, project.key, experiment).catch(error =>
        log.error({ err: error, project: project.key, experiment }, 'a look could not be taken; it is tried again'),
      )
    }
  }
}

/** Takes due looks again and again, never twice at once. Returns a function that ends it. */
export function startTakingLooks(options: LookOptions, log: Log, intervalMs: number): () => Promise<void> {
  let pass: Promise<void> | undefined
  const timer = setInterval(() => {
    pass ??= takeAllLooks(options, log).finally(() => {
      pass = undefined
    })
  }, intervalMs)
  timer.unref()
  return async () => {
    clearInterval(timer)
    await pass
  }
}

async function takeLook(
  { control, events, settle, now }: LookOptions,
  project: Project,
  experiment: ExperimentRecord,
  phase: Phase,
  { atMs, final }: { atMs: number; final: boolean },
): Promise<void> {
  await settle()
  const metrics = experiment.metrics.flatMap(
    ({ metric }) => control.get(project.key, 'metrics', metric)?.definition ?? [],
  )
  const answer = await events.analyse(planOf(project, experiment, phase, metrics, atMs))
  const units = answer.units.reduce((sum, one) => sum + one, 0)
  const information = informationAt(experiment, phase, atMs, units)
  // Asked again after waiting: somebody else may have taken it.
  const looks = control.looks(project.key, experiment.key, phase.number)
  if (dueLook(experiment, phase, looks, now()) === undefined) return
  if (!isWorthKeeping(experiment, looks, information, final)) return
  control.addLook(project.key, {
    experiment: experiment.key,
    phase: phase.number,
    number: looks.length + 1,
    at: new Date(atMs).toISOString(),
    takenAt: new Date(now()).toISOString(),
    information,
    final,
    answer,
  })
}
