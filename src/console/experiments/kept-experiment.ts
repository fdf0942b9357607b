import type { ExperimentRecord, Phase } from '../../contract/experiment.ts'
import type { Meta } from '../../contract/noun.ts'

/** An experiment as the API answers it. */
export type KeptExperiment = ExperimentRecord & { meta: Meta }

const dayMs = 86_400_000

/** How far a phase is: days so far, and the days it was planned for. */
export type Run = { days: number; plannedDays: number; share: number; over: boolean }

/** How long the last phase has run, of what was planned; undefined before the start. */
export function runOf({ run, analysis }: KeptExperiment, nowMs: number): Run | undefined {
  const phase: Phase | undefined = run.phases.at(-1)
  if (phase === undefined) return undefined
  const endMs = phase.endedAt === undefined ? nowMs : Date.parse(phase.endedAt)
  const days = Math.max(0, (endMs - Date.parse(phase.startedAt)) / dayMs)
  const { plannedDays } = analysis
  return { days, plannedDays, share: Math.min(1, days / plannedDays), over: phase.endedAt !== undefined }
}

/** The status of an experiment; archived ones are that, whatever they were. */
export function statusOf({ run, meta }: KeptExperiment): string {
  return meta.status === 'archived' ? 'archived' : run.status
}
