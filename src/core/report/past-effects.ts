import type { ExperimentRecord } from '../../contract/experiment.ts'
import type { Look } from '../../contract/look.ts'
import type { Metric } from '../../contract/metric.ts'
import { DEFAULT_PRIOR } from '../stats/bayes.ts'
import { relativeLift } from '../stats/lift.ts'
import { type Effect, effectSpread, PAST_EFFECTS_MIN, shrunkEffect } from '../stats/shrinkage.ts'
import { isUnavailable, type Unavailable, unavailable } from '../stats/unavailable.ts'
import { armContrast } from './arm-contrast.ts'
import { answerAt } from './look-plan.ts'

type PriorSource = 'experiment' | 'project' | 'default'

/** What a project's past experiments say about how large true lifts are: `tau` is their spread around 0. */
export type Past = { experiments: number; tau: number | Unavailable }

/** Learns from past lifts; with fewer than ten nothing can be told. */
export function pastOf(effects: readonly Effect[]): Past {
  if (effects.length < PAST_EFFECTS_MIN) return { experiments: effects.length, tau: unavailable('too-few-experiments') }
  return { experiments: effects.length, tau: effectSpread(effects) }
}

/** The prior of a lift: the experiment's own, else what the past says, else that of a project without a past. */
export function priorOf(
  own: { mean: number; sd: number } | undefined,
  { tau }: Past,
): { mean: number; sd: number; source: PriorSource } {
  if (own !== undefined) return { ...own, source: 'experiment' }
  if (typeof tau === 'number' && tau > 0) return { mean: 0, sd: tau, source: 'project' }
  return { ...DEFAULT_PRIOR, source: 'default' }
}

/** A lift with the winner's curse taken off, where the past allows it. */
export function shrunkOf(
  effect: Effect,
  { experiments, tau }: Past,
): { lift: number; tau: number; experiments: number } | Unavailable {
  return typeof tau === 'number' ? { lift: shrunkEffect(effect, tau), tau, experiments } : tau
}

/** The lift a past experiment ended with: its first success metric, the first variant beside the control; undefined when it has none. */
export function pastEffect(
  experiment: ExperimentRecord,
  look: Pick<Look, 'phase' | 'answer'>,
  metricOf: (key: string) => Metric | undefined,
): Effect | undefined {
  const first = experiment.metrics.find(({ role }) => role === 'success')
  const metric = first === undefined ? undefined : metricOf(first.metric)
  const arms = answerAt(look).metrics.find(one => one.metric === first?.metric)?.arms
  const variants = experiment.run.phases.find(({ number }) => number === look.phase)?.variants.map(arm => arm.variant)
  if (metric === undefined || arms === undefined || variants === undefined) return undefined
  const place = variants.indexOf(experiment.control)
  const [control, treatment] = [arms[place], arms[place === 0 ? 1 : 0]]
  if (control === undefined || treatment === undefined) return undefined
  const { used } = armContrast(metric.formula.kind, control, treatment, experiment.analysis.alpha)
  if (isUnavailable(used)) return undefined
  const lift = relativeLift(used.contrast)
  return isUnavailable(lift) || !(lift.se > 0) ? undefined : { effect: lift.lift, se: lift.se }
}
