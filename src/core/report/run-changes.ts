import type { ExperimentRecord, Phase } from '../../contract/experiment.ts'
import type { Revision } from '../../contract/noun.ts'
import type { MidRunChange } from '../../contract/report.ts'

type Seen = Pick<Revision, 'id' | 'at' | 'action' | 'before' | 'after' | 'why'>

/** What is read of a kept definition; anything else about it does not matter here. */
type Kept = {
  run?: { phases?: readonly Phase[] }
  metrics?: readonly { metric: string }[]
  environments?: Readonly<Record<string, unknown>>
}

/** The metrics of an experiment that were not among those it had when the phase started. `revisions` are the experiment's, newest first. */
export function metricsAddedLater(
  experiment: ExperimentRecord,
  phase: Phase,
  revisions: readonly Seen[],
): ReadonlySet<string> {
  const start = startOf(phase, revisions)
  if (start === undefined) return new Set()
  const named = new Set((start.after as Kept).metrics?.map(({ metric }) => metric))
  return new Set(experiment.metrics.map(({ metric }) => metric).filter(metric => !named.has(metric)))
}

/** What changed while a phase ran: other phases, wider coverage, and the targeting of the flag, by the revisions of both, newest first. */
export function midRunChanges(
  experiment: ExperimentRecord,
  phase: Phase,
  revisions: { experiment: readonly Seen[]; flag: readonly Seen[] },
): MidRunChange[] {
  const start = startOf(phase, revisions.experiment)
  if (start === undefined || experiment.assignment === 'external') return []
  const during = ({ id, at }: Seen) => id > start.id && (phase.endedAt === undefined || at <= phase.endedAt)
  const why = (seen: Seen) => (seen.why === undefined ? '' : `: ${seen.why}`)
  const phases = experiment.run.phases
    .filter(({ number }) => number > 1)
    .map(
      ({ number, startedAt, reason }): MidRunChange => ({
        at: startedAt,
        kind: 'phase',
        detail: `phase ${number}${reason === undefined ? '' : `: ${reason}`}`,
      }),
    )
  const coverage = revisions.experiment
    .filter(during)
    .filter(({ before, after }) => slotsOf(before, phase) !== slotsOf(after, phase))
    .map((seen): MidRunChange => ({ at: seen.at, kind: 'coverage', detail: `coverage was widened${why(seen)}` }))
  const targeting = revisions.flag
    .filter(during)
    .filter(({ before, after }) => targetingOf(before, experiment) !== targetingOf(after, experiment))
    .map(
      (seen): MidRunChange => ({
        at: seen.at,
        kind: 'targeting',
        detail: `the targeting of ${experiment.flag} was changed${why(seen)}`,
      }),
    )
  return [...phases, ...coverage, ...targeting].sort((one, other) => (one.at < other.at ? -1 : 1))
}

// The oldest revision that knows the phase is the one that started it.
function startOf(phase: Phase, revisions: readonly Seen[]): Seen | undefined {
  return revisions.findLast(({ after }) => (after as Kept).run?.phases?.some(({ number }) => number === phase.number))
}

function slotsOf(kept: Seen['before'], phase: Phase): string {
  const found = (kept as Kept | null)?.run?.phases?.find(({ number }) => number === phase.number)
  return JSON.stringify(found?.slots)
}

function targetingOf(kept: Seen['before'], { environment }: ExperimentRecord): string {
  return JSON.stringify((kept as Kept | null)?.environments?.[environment])
}
