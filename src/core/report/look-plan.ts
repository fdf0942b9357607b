import type { ExperimentRecord, Phase } from '../../contract/experiment.ts'
import type { Look } from '../../contract/look.ts'
import type { PlanAnswer } from '../metrics/plan.ts'

const dayMs = 86_400_000

/** The share of the plan that is done at a moment, by units where they are planned, else by time: neither depends on outcomes. */
export function informationAt(
  { analysis }: Pick<ExperimentRecord, 'analysis'>,
  phase: Phase,
  atMs: number,
  units: number,
): number {
  if (analysis.plannedUnits !== undefined) return units / analysis.plannedUnits
  return Math.max(0, atMs - Date.parse(phase.startedAt)) / (analysis.plannedDays * dayMs)
}

/** What was known at a look, as a plan answers it: sums that overflowed are no numbers again. */
export function answerAt({ answer }: Pick<Look, 'answer'>): PlanAnswer {
  const moment = (value: number | null) => value ?? Number.NaN
  return {
    ...answer,
    metrics: answer.metrics.map(metric => ({
      ...metric,
      arms: metric.arms.map(({ n, means, comoments, steps, immature, order }) => ({
        n,
        means: means.map(moment),
        comoments: comoments.map(moment),
        ...(steps === undefined ? {} : { steps }),
        ...(immature === undefined ? {} : { immature }),
        ...(order === undefined ? {} : { order: { ...order, value: moment(order.value) } }),
      })),
    })),
  }
}

/**
 * The look that ended the analysis: the last one of an ended phase, or the first at which the whole plan was done. An always valid analysis
 * has no other end than that of its phase.
 */
export function concludingLook(
  { analysis }: Pick<ExperimentRecord, 'analysis'>,
  looks: readonly Look[],
): Look | undefined {
  return looks.find(look => look.final || (analysis.mode !== 'always-valid' && look.information >= 1))
}

/** The moments information is read at, without those that brought nothing new: less than a millionth more is no look. */
export function risingInformation(information: readonly number[]): number[] {
  const rising: number[] = []
  for (const t of information) if (t > 0 && t - (rising.at(-1) ?? 0) >= 1e-6 * t) rising.push(t)
  return rising
}

/**
 * The moment of the look that is due, if one is: one a day at the same offset from the start of the phase, and one when the phase ends. A fixed
 * plan has a single look, at its end; a plan that is done has no more. Looks that were missed are made up for by one.
 */
export function dueLook(
  experiment: ExperimentRecord,
  phase: Phase,
  looks: readonly Look[],
  nowMs: number,
): { atMs: number; final: boolean } | undefined {
  if (experiment.assignment === 'external' || concludingLook(experiment, looks) !== undefined) return undefined
  if (phase.endedAt !== undefined) return { atMs: Date.parse(phase.endedAt), final: true }
  const startMs = Date.parse(phase.startedAt)
  const days = Math.floor((nowMs - startMs) / dayMs)
  const last = looks.at(-1)
  const lastDays = last === undefined ? 0 : Math.floor((Date.parse(last.at) - startMs) / dayMs)
  const { mode, plannedDays, plannedUnits } = experiment.analysis
  // The planned end is a look of its own, even where it is not a whole number of days.
  const endMs = startMs + plannedDays * dayMs
  if (plannedUnits === undefined && mode !== 'always-valid' && nowMs >= endMs) return { atMs: endMs, final: false }
  if (days <= lastDays || (plannedUnits === undefined && mode === 'fixed')) return undefined
  return { atMs: startMs + days * dayMs, final: false }
}

/** Whether a look with this information is to be kept: a fixed plan keeps none before its end, and no look repeats the one before. */
export function isWorthKeeping(
  { analysis }: Pick<ExperimentRecord, 'analysis'>,
  looks: readonly Look[],
  information: number,
  final: boolean,
): boolean {
  if (final) return true
  if (analysis.mode === 'fixed' && information < 1) return false
  return information - (looks.at(-1)?.information ?? 0) >= 1e-6 * information && information > 0
}

/** When the plan will be done, at the pace so far; undefined when there is no pace yet. */
export function expectedEndMs(
  { analysis }: Pick<ExperimentRecord, 'analysis'>,
  phase: Phase,
  atMs: number,
  information: number,
): number | undefined {
  const startMs = Date.parse(phase.startedAt)
  if (analysis.plannedUnits === undefined) return startMs + analysis.plannedDays * dayMs
  const endMs = startMs + (atMs - startMs) / information
  // Dates end in the year 275760.
  return information > 0 && endMs < 8.64e15 ? endMs : undefined
}
