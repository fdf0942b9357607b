import type { ExperimentRecord } from '../../contract/experiment.ts'
import { overlap } from '../../core/lifecycle/slots.ts'

/** How two experiments that run in one environment relate. */
export type Relation = 'apart' | 'overlapping'

/** Whether a person can be in both: never, where they are in one layer and own different slots. */
export function relationOf(one: ExperimentRecord, other: ExperimentRecord): Relation {
  if (one.layer === undefined || one.layer !== other.layer || one.environment !== other.environment)
    return 'overlapping'
  const shared = overlap(one.run.phases.at(-1)?.slots ?? [], other.run.phases.at(-1)?.slots ?? [])
  return shared === undefined ? 'apart' : 'overlapping'
}

/** Whom an experiment excludes, in one sentence; it excludes somebody. */
export function exclusionText(one: ExperimentRecord, others: readonly ExperimentRecord[]): string {
  const apart = others.filter(other => relationOf(one, other) === 'apart').map(({ name }) => name)
  const rest = others.length - apart.length
  const beside = rest === 0 ? '' : `; overlaps with the other ${rest}`
  return `nobody in it is in ${listed(apart)}${beside}`
}

function listed(names: readonly string[]): string {
  if (names.length <= 2) return names.join(' or ')
  return `${names.slice(0, -1).join(', ')} or ${names.at(-1)}`
}
