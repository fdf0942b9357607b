import type { Experiment, ExperimentRecord } from '../../contract/experiment.ts'
import type { MeasuredBy } from '../../contract/metric-role.ts'
import { type Noun, nouns, type RecordOf } from '../../contract/noun.ts'
import type { Issue } from '../../contract/problem.ts'
import { validateAudience, validateFlag } from '../evaluate/validate.ts'
import { drafted, edited, type Surroundings, variantsIssues } from '../lifecycle/experiment.ts'
import { privacyIssues } from '../privacy/issue.ts'
import { breakingChanges } from './compatibility.ts'
import { dimensionIssues } from './dimension.ts'
import { truthIssues } from './event-issue.ts'
import { activeIssues, activeUses, metricIssues } from './metric-issue.ts'
import { projectIssues } from './project-issue.ts'
import { referencesOf } from './reference.ts'

/** The active definitions of a project, as far as a decision about one of them needs to see. */
export type Definitions = { [N in Noun]: ReadonlyMap<string, { definition: RecordOf<N> }> }

/** A definition that may be kept, or everything wrong with it (`invalid`), or what stands in its way for now (`blocked`). */
export type Approval<N extends Noun> = { record: RecordOf<N> } | { invalid: Issue[] } | { blocked: Issue[] }

/** What a person wrote, before a lifecycle adds to it. */
export type Written<N extends Noun> = N extends 'experiments' ? Experiment : RecordOf<N>

/** Decides whether a definition may be kept in place of what was there before. */
export function approve<N extends Noun>(
  noun: N,
  all: Definitions,
  before: RecordOf<N> | undefined,
  written: Written<N>,
): Approval<N> {
  const record = (noun === 'experiments' ? drafted(written as Experiment) : written) as RecordOf<N>
  const invalid = [...missingReferences(noun, all, record), ...inspect(noun, all, before, record)]
  if (invalid.length > 0) return { invalid }
  if (noun !== 'experiments' || !before) return { record }
  const step = edited(
    before as ExperimentRecord,
    written as Experiment,
    surroundingsOf(all, before as ExperimentRecord),
  )
  return 'blocked' in step ? step : { record: step.next as RecordOf<N> }
}

/** Everything active that names a definition, as reasons why it may not be archived. */
export function usesOf(noun: Noun, key: string, all: Definitions): Issue[] {
  const issues: Issue[] = []
  for (const user of Object.keys(nouns) as Noun[]) {
    for (const [userKey, { definition }] of all[user]) {
      if (user === 'experiments' && isOver(definition as ExperimentRecord)) continue
      const named = referencesOf(user, definition as never).find(
        reference => reference.noun === noun && reference.key === key,
      )
      if (named) issues.push({ path: named.path, message: `${nouns[user].one} ${userKey} uses it; change that first` })
    }
  }
  return issues
}

/** An experiment that only remembers what it used. */
export function isOver({ run }: ExperimentRecord): boolean {
  return run.status === 'stopped' || run.status === 'decided'
}

/** Why a definition may not be archived. */
export function archivable<N extends Noun>(noun: N, all: Definitions, record: RecordOf<N>): Issue[] {
  const uses = usesOf(noun, record.key, all)
  if (noun === 'experiments' && (record as ExperimentRecord).run.status === 'running') {
    uses.push({ path: '/run/status', message: 'the experiment is running; stop it first' })
  }
  return uses
}

/** What the lifecycle of an experiment has to know about the rest of the project. */
export function surroundingsOf(all: Definitions, experiment: Experiment): Surroundings {
  const layer = experiment.layer === undefined ? undefined : all.layers.get(experiment.layer)?.definition
  const neighbours =
    experiment.layer === undefined
      ? []
      : [...all.experiments.values()]
          .map(({ definition }) => definition)
          .filter(
            other =>
              other.key !== experiment.key &&
              other.layer === experiment.layer &&
              other.environment === experiment.environment &&
              other.run.status === 'running',
          )
  return {
    flag: all.flags.get(experiment.flag)?.definition,
    layerSalt: layer && (layer.salt ?? layer.key),
    neighbours,
  }
}

function missingReferences<N extends Noun>(noun: N, all: Definitions, record: RecordOf<N>): Issue[] {
  return referencesOf(noun, record)
    .filter(reference => !all[reference.noun].has(reference.key))
    .map(({ noun: named, key, path }) => ({ path, message: `there is no ${nouns[named].one} ${key}; create it first` }))
}

type Inspect<N extends Noun> = (all: Definitions, before: RecordOf<N> | undefined, after: RecordOf<N>) => Issue[]

function inspect<N extends Noun>(
  noun: N,
  all: Definitions,
  before: RecordOf<N> | undefined,
  after: RecordOf<N>,
): Issue[] {
  return (inspectors[noun] as Inspect<N> | undefined)?.(all, before, after) ?? []
}

const inspectors: { [N in Noun]?: Inspect<N> } = {
  projects: (all, _before, project) => projectIssues(all.events, project),
  flags: (all, _before, flag) => [
    ...validateFlag(flag, evaluationDefinitions(all)),
    ...metricRoles(flag.measurement?.metrics ?? [], '/measurement'),
  ],
  audiences: (all, _before, audience) => validateAudience(audience, evaluationDefinitions(all)),
  experiments: (all, _before, experiment) => [
    ...unitIssues(all, experiment.unit),
    ...variantsIssues(experiment, all.flags.get(experiment.flag)?.definition),
    ...metricRoles(experiment.metrics),
    ...activeIssues(all.metrics, experiment.metrics),
  ],
  holdouts: (all, _before, holdout) => unitIssues(all, holdout.unit),
  dimensions: (all, _before, dimension) => dimensionIssues(all.events, dimension),
  metrics: (all, _before, metric) => [
    ...metricIssues(all.events, metric),
    ...activeUses(
      metric,
      [...all.experiments.values()].map(({ definition }) => definition).filter(one => !isOver(one)),
    ),
  ],
  events: (all, before, event) => {
    const unitFields = [...all.projects.values()].flatMap(({ definition }) => Object.values(definition.units))
    const taken = unitFields.filter(field => field in event.properties)
    return [
      ...taken.map(field => ({
        path: `/properties/${field}`,
        message: `${field} identifies a unit and stands beside the properties; leave it out`,
      })),
      ...Object.entries(event.properties)
        .filter(([, property]) => property.values && property.type !== 'string')
        .map(([name]) => ({
          path: `/properties/${name}/values`,
          message: 'only a string can be limited to certain texts',
        })),
      ...privacyIssues(before, event),
      ...truthIssues(all.events, event),
      ...(before ? breakingChanges(before, event) : []),
    ]
  },
}

function evaluationDefinitions(all: Definitions) {
  const definitionsOf = <N extends Noun>(noun: N) =>
    [...all[noun].values()].map(({ definition }) => definition as RecordOf<N>)
  return {
    flags: definitionsOf('flags'),
    audiences: definitionsOf('audiences'),
    lists: definitionsOf('lists'),
    attributes: definitionsOf('attributes'),
    experiments: definitionsOf('experiments'),
  }
}

function unitIssues(all: Definitions, unit: string): Issue[] {
  const units = [...all.projects.values()].flatMap(({ definition }) => Object.keys(definition.units))
  return units.includes(unit)
    ? []
    : [{ path: '/unit', message: `the project has no unit ${unit}; it has ${units.join(', ')}` }]
}

function metricRoles(metrics: readonly (MeasuredBy & { minimumEffect?: number | undefined })[], at = ''): Issue[] {
  const issues: Issue[] = []
  const seen = new Set<string>()
  metrics.forEach(({ metric, role, margin, minimumEffect }, index) => {
    const path = `${at}/metrics/${index}`
    if (seen.has(metric)) issues.push({ path, message: `${metric} is listed twice; a metric has one role` })
    if (margin !== undefined && role !== 'guardrail') {
      issues.push({ path: `${path}/margin`, message: 'only guardrails have a margin' })
    }
    if (minimumEffect !== undefined && role !== 'success') {
      issues.push({ path: `${path}/minimumEffect`, message: 'only success metrics have an effect to hope for' })
    }
    seen.add(metric)
  })
  return issues
}
