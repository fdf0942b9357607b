import type { EventDefinition } from '../../contract/event-definition.ts'
import type { Metric } from '../../contract/metric.ts'
import type { ModelChange } from '../../contract/model-plan.ts'
import type { Issue } from '../../contract/problem.ts'
import type { Project } from '../../contract/project.ts'
import { approve, type Definitions, usesOf } from './approval.ts'
import { canonicalJson } from './canonical.ts'
import { breakingChanges, changedFormula, changedUnits } from './compatibility.ts'
import type { DependantsOf } from './dependants.ts'

type PlannedNoun = ModelChange['noun']

/**
 * Why those who rely on a definition as it is could not go on. `before` knows archived events too: they keep their rows,
 * and what comes back under their names has to fit those.
 */
export function breakingIssues(noun: PlannedNoun, key: string, before: Definitions, later: Definitions): Issue[] {
  const [old, own] = [before[noun].get(key)?.definition, later[noun].get(key)?.definition]
  if (old === undefined) return []
  if (own === undefined) return usesOf(noun, key, later)
  switch (noun) {
    case 'projects':
      return changedUnits(old as Project, own as Project)
    case 'events':
      return breakingChanges(old as EventDefinition, own as EventDefinition)
    case 'metrics':
      return changedFormula(old as Metric, own as Metric, runningWith(key, before))
    case 'dimensions':
      return []
  }
}

/** What contradicts itself in a definition, and in the metrics and dimensions that read an event and stay as they are. */
export function invalidIssues(
  noun: PlannedNoun,
  key: string,
  before: Definitions,
  later: Definitions,
  dependantsOf: DependantsOf,
): Issue[] {
  const own = ownIssues(noun, key, before, later)
  if (noun !== 'events' || !later.events.has(key)) return own
  const { metrics, dimensions } = dependantsOf(noun, key)
  const readers = [
    ...metrics.map(reader => ['metrics', reader] as const),
    ...dimensions.map(reader => ['dimensions', reader] as const),
  ]
  const ofReaders = readers
    .filter(([kind, reader]) => isKept(kind, reader, before, later))
    .flatMap(([kind, reader]) =>
      ownIssues(kind, reader, before, later).map(({ path, message }) => ({
        path: `/${kind}/${reader}${path}`,
        message: `${reader}: ${message}`,
      })),
    )
  return [...own, ...ofReaders]
}

function ownIssues(noun: PlannedNoun, key: string, before: Definitions, later: Definitions): Issue[] {
  const own = later[noun].get(key)?.definition
  if (own === undefined) return []
  const approval = approve(noun, later, before[noun].get(key)?.definition, own as never)
  return 'invalid' in approval ? approval.invalid : []
}

function isKept(noun: PlannedNoun, key: string, before: Definitions, later: Definitions): boolean {
  const [old, own] = [before[noun].get(key)?.definition, later[noun].get(key)?.definition]
  return own !== undefined && canonicalJson(old) === canonicalJson(own)
}

function runningWith(metric: string, { experiments }: Definitions): string[] {
  return Array.from(experiments.values(), ({ definition }) => definition)
    .filter(({ run, metrics }) => run.status === 'running' && metrics.some(one => one.metric === metric))
    .map(({ key }) => key)
}
