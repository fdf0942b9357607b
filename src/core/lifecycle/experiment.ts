import type { Decision, Experiment, ExperimentRecord, Phase, SlotRange } from '../../contract/experiment.ts'
import type { Flag, Weights } from '../../contract/flag.ts'
import type { Issue } from '../../contract/problem.ts'
import type { StartedUnready } from '../../contract/readiness.ts'
import { freeSlots, overlap, sizeOf, slotsOfPercent, takeSlots } from './slots.ts'

/** What the lifecycle has to know beside the experiment: its flag, its layer's salt, and the other running experiments of that layer and environment. */
export type Surroundings = {
  flag: Flag | undefined
  layerSalt: string | undefined
  neighbours: readonly ExperimentRecord[]
}

/** The experiment as it would be next, or everything that stands in the way. */
export type Step = { next: ExperimentRecord } | { blocked: Issue[] }

/** A new experiment: a draft that nobody is in. */
export function drafted(experiment: Experiment): ExperimentRecord {
  return { ...experiment, run: { status: 'draft', phases: [] } }
}

/** The phase that is running, or the last one that was. */
export function lastPhase(experiment: ExperimentRecord): Phase | undefined {
  return experiment.run.phases.at(-1)
}

/** Puts a draft in front of units; what could not be measured at that moment is kept with the reason. */
export function started(
  experiment: ExperimentRecord,
  around: Surroundings,
  at: string,
  startedUnready?: StartedUnready,
): Step {
  if (experiment.run.status !== 'draft') return notFrom(experiment, 'started', 'a draft')
  const blocked =
    experiment.assignment === 'external' ? variantsIssues(experiment, around.flag) : reach(experiment, around.flag)
  const slots = claimedSlots(experiment, around)
  if ('blocked' in slots) blocked.push(...slots.blocked)
  if (experiment.variants.filter(arm => arm.weight > 0).length < 2) {
    blocked.push({
      path: '/variants',
      message: 'give at least two variants a weight above 0; one alone compares with nothing',
    })
  }
  if (blocked.length > 0 || 'blocked' in slots) return { blocked }
  const phase = {
    ...phaseOf(experiment, 1, experiment.variants, slots.slots, around, at),
    ...(startedUnready === undefined ? {} : { startedUnready }),
  }
  return { next: { ...experiment, run: { status: 'running', phases: [phase] } } }
}

/** Ends a run: nobody enters any more, what was seen stays. */
export function stopped(experiment: ExperimentRecord, at: string): Step {
  if (experiment.run.status !== 'running') return notFrom(experiment, 'stopped', 'running')
  return { next: { ...experiment, run: { ...experiment.run, status: 'stopped', phases: endLast(experiment, at) } } }
}

/** Writes down what came of it; a decided experiment changes no more. */
export function decided(experiment: ExperimentRecord, decision: Decision): Step {
  if (experiment.run.status !== 'stopped') return notFrom(experiment, 'decided', 'stopped')
  if (decision.outcome === 'ship' && !experiment.variants.some(arm => arm.variant === decision.variant)) {
    return { blocked: [{ path: '/variant', message: 'name the variant to ship, one of the experiment' }] }
  }
  return { next: { ...experiment, run: { ...experiment.run, status: 'decided', decision } } }
}

/** Starts a new phase of a running experiment with other weights: a new salt, so that units are shared out afresh and never mixed. */
export function rephased(
  experiment: ExperimentRecord,
  variants: Weights,
  around: Surroundings,
  at: string,
  reason: string,
): Step {
  if (experiment.run.status !== 'running') return notFrom(experiment, 'given a new phase', 'running')
  const blocked = variantsIssues({ ...experiment, variants }, around.flag)
  const last = lastPhase(experiment)
  if (!last || blocked.length > 0) return { blocked }
  const phase = { ...phaseOf(experiment, last.number + 1, variants, last.slots, around, at), reason }
  return { next: { ...experiment, variants, run: { ...experiment.run, phases: [...endLast(experiment, at), phase] } } }
}

/**
 * An edit of the definition. A draft may change freely. While it runs, names, metrics and analysis may change and coverage
 * may widen (no unit moves); anything that would mix populations is refused. After that only words may change.
 */
export function edited(before: ExperimentRecord, after: Experiment, around: Surroundings): Step {
  const next: ExperimentRecord = { ...after, run: before.run }
  if (before.run.status === 'draft') return { next }
  const blocked = frozen(before, after)
  if (before.run.status !== 'running') {
    if (after.coverage !== before.coverage)
      blocked.push({ path: '/coverage', message: `the experiment is ${before.run.status}` })
    return blocked.length > 0 ? { blocked } : { next }
  }
  const last = lastPhase(before)
  if (!last || blocked.length > 0) return { blocked }
  if (after.coverage < before.coverage) {
    return {
      blocked: [{ path: '/coverage', message: 'units already in would leave; stop the experiment, or widen instead' }],
    }
  }
  if (after.coverage === before.coverage) return { next }
  const missing = slotsOfPercent(after.coverage) - sizeOf(last.slots)
  const more = takeSlots(freeSlots([...last.slots, ...claimedBy(around.neighbours)]), missing)
  if (!more) return { blocked: [{ path: '/coverage', message: noRoom(around, missing) }] }
  const widened = { ...last, slots: [...last.slots, ...more] }
  return { next: { ...next, run: { ...before.run, phases: [...before.run.phases.slice(0, -1), widened] } } }
}

function frozen(before: ExperimentRecord, after: Experiment): Issue[] {
  const issues: Issue[] = []
  if (JSON.stringify(after.variants) !== JSON.stringify(before.variants)) {
    issues.push({
      path: '/variants',
      message: 'changing weights mid-run silently mixes populations; start a new phase (POST .../phases)',
    })
  }
  for (const field of ['flag', 'environment', 'unit', 'layer', 'control', 'slots', 'assignment'] as const) {
    if (JSON.stringify(after[field]) !== JSON.stringify(before[field])) {
      issues.push({
        path: `/${field}`,
        message: `${field} is fixed once an experiment has started; make a new experiment`,
      })
    }
  }
  return issues
}

/** What keeps a definition from making sense with its flag, whatever its state. */
export function variantsIssues(experiment: Experiment, flag: Flag | undefined): Issue[] {
  const issues: Issue[] = []
  const known = new Set(flag?.variants.map(variant => variant.key))
  experiment.variants.forEach(({ variant }, index) => {
    if (flag && !known.has(variant)) {
      issues.push({ path: `/variants/${index}/variant`, message: `flag ${flag.key} has no variant ${variant}` })
    }
  })
  if (!experiment.variants.some(arm => arm.variant === experiment.control)) {
    issues.push({ path: '/control', message: `${experiment.control} is not among the experiment's variants` })
  }
  return issues
}

/** Whether anybody could get in: the flag is on and one of its rules serves this experiment. */
function reach(experiment: ExperimentRecord, flag: Flag | undefined): Issue[] {
  const issues = variantsIssues(experiment, flag)
  const targeting = flag?.environments[experiment.environment]
  if (!targeting?.on) {
    issues.push({
      path: '/flag',
      message: `flag ${experiment.flag} is off in ${experiment.environment}; switch it on first`,
    })
  }
  if (!targeting?.rules.some(rule => 'experiment' in rule.serve && rule.serve.experiment === experiment.key)) {
    issues.push({
      path: '/flag',
      message: `no rule of flag ${experiment.flag} in ${experiment.environment} serves this experiment; add one, or nobody will see it`,
    })
  }
  return issues
}

function claimedSlots(
  experiment: ExperimentRecord,
  around: Surroundings,
): { slots: SlotRange[] } | { blocked: Issue[] } {
  const taken = claimedBy(around.neighbours)
  if (experiment.slots) {
    const shared = overlap(experiment.slots, taken) ?? selfOverlap(experiment.slots)
    if (!shared) return { slots: experiment.slots }
    const owner = around.neighbours.find(other => overlap(experiment.slots ?? [], lastPhase(other)?.slots ?? []))
    return {
      blocked: [
        {
          path: '/slots',
          message: `slots ${shared[0]}-${shared[1] - 1} of the layer are ${owner ? `owned by running experiment ${owner.key}` : 'listed twice'}; choose others`,
        },
      ],
    }
  }
  const wanted = slotsOfPercent(experiment.coverage)
  const slots = takeSlots(freeSlots(taken), wanted)
  return slots ? { slots } : { blocked: [{ path: '/coverage', message: noRoom(around, wanted) }] }
}

function selfOverlap(ranges: readonly SlotRange[]): SlotRange | undefined {
  for (const [index, range] of ranges.entries()) {
    const shared = overlap([range], ranges.slice(index + 1))
    if (shared) return shared
  }
  return undefined
}

function claimedBy(neighbours: readonly ExperimentRecord[]): SlotRange[] {
  return neighbours.flatMap(other => lastPhase(other)?.slots ?? [])
}

function noRoom(around: Surroundings, wanted: number): string {
  const free = sizeOf(freeSlots(claimedBy(around.neighbours)))
  const owners = around.neighbours.map(other => other.key).join(', ')
  return `the layer has ${free / 1000} % left and ${wanted / 1000} % is asked for; it is used by ${owners}`
}

function phaseOf(
  experiment: ExperimentRecord,
  number: number,
  variants: Weights,
  slots: SlotRange[],
  around: Surroundings,
  startedAt: string,
): Phase {
  return {
    number,
    salt: `${experiment.key}.${number}`,
    layerSalt: around.layerSalt ?? `${experiment.key}.layer`,
    slots,
    variants,
    startedAt,
  }
}

function endLast(experiment: ExperimentRecord, at: string): Phase[] {
  return experiment.run.phases.map(phase => (phase.endedAt === undefined ? { ...phase, endedAt: at } : phase))
}

function notFrom(experiment: ExperimentRecord, wanted: string, needed: string): Step {
  return {
    blocked: [
      {
        path: '/run/status',
        message: `only an experiment that is ${needed} can be ${wanted}; this one is ${experiment.run.status}`,
      },
    ],
  }
}
