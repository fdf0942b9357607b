import type { CompiledExperiment, CompiledFlag, Configuration } from '../../contract/configuration.ts'
import type { ExperimentRecord, Holdout, Layer } from '../../contract/experiment.ts'
import type { Flag } from '../../contract/flag.ts'
import type { Project } from '../../contract/project.ts'
import { byKey, type Definitions, leavesOf, reachedAudiences, typesOf } from './definitions.ts'
import { versionOf } from './version.ts'
import { withheldFlags } from './withheld.ts'

/** Everything a configuration is made from. */
export type ConfigurationSources = Definitions & {
  readonly project: Project
  readonly environment: string
  readonly layers: readonly Layer[]
  readonly holdouts: readonly Holdout[]
}

/**
 * What an SDK needs to evaluate every flag of an environment, and nothing else: only running experiments, only what some
 * flag that is on refers to. A client gets no lists, no private attributes, and no flag that needs them.
 */
export function configurationOf(sources: ConfigurationSources, audience: 'client' | 'server'): Configuration {
  const { project, environment } = sources
  const withheld = audience === 'client' ? withheldFlags(sources, environment) : new Set<string>()
  const flags = Object.fromEntries(
    sources.flags.map(flag => [
      flag.key,
      withheld.has(flag.key) ? withheldFlag(flag) : compiledFlag(flag, environment),
    ]),
  )
  const experiments = runningExperiments(sources, flags)
  const holdouts = new Set(Object.values(experiments).flatMap(experiment => experiment.holdouts))
  const audiences = audiencesFor(sources, flags)
  const content = {
    format: 1 as const,
    hash: 'murmur3-32' as const,
    project: project.key,
    environment,
    units: project.units,
    attributes: typesOf(sources.attributes.filter(attribute => audience === 'server' || !attribute.private)),
    audiences,
    lists: audience === 'server' ? listsFor(sources, flags, audiences) : {},
    holdouts: Object.fromEntries(
      sources.holdouts
        .filter(({ key }) => holdouts.has(key))
        .map(({ key, unit, coverage, salt }) => [key, { unit, coverage, salt: salt ?? `holdout:${key}` }]),
    ),
    experiments,
    flags,
  }
  return { ...content, version: versionOf(content) }
}

// An environment a flag says nothing about has it off, so that apps get its off variant and not an error.
function compiledFlag(flag: Flag, environment: string): CompiledFlag {
  const targeting = flag.environments[environment]
  const { type, off } = flag
  const variants = Object.fromEntries(flag.variants.map(({ key, value }) => [key, value]))
  if (targeting?.on !== true) return { type, on: false, off, fallthrough: off, variants, prerequisites: [], rules: [] }
  return {
    type,
    on: true,
    off,
    fallthrough: targeting.fallthrough,
    variants,
    prerequisites: flag.prerequisites,
    rules: targeting.rules.map(({ description: _, ...rule }) => rule),
  }
}

function withheldFlag({ type, off }: Flag): CompiledFlag {
  return { type, on: false, off, fallthrough: off, variants: {}, prerequisites: [], rules: [], withheld: true }
}

type Flags = Readonly<Record<string, CompiledFlag>>

function conditionsIn(flags: Flags) {
  return Object.values(flags).flatMap(flag => flag.rules.flatMap(rule => rule.condition ?? []))
}

function audiencesFor(sources: ConfigurationSources, flags: Flags): Configuration['audiences'] {
  const reached = reachedAudiences(conditionsIn(flags), byKey(sources.audiences))
  return Object.fromEntries(
    sources.audiences.filter(({ key }) => reached.has(key)).map(({ key, condition }) => [key, condition]),
  )
}

function listsFor(
  sources: ConfigurationSources,
  flags: Flags,
  audiences: Configuration['audiences'],
): Configuration['lists'] {
  const leaves = [...conditionsIn(flags), ...Object.values(audiences)].flatMap(leavesOf)
  const needed = new Set(leaves.flatMap(leaf => ('audience' in leaf || leaf.op !== 'in-list' ? [] : leaf.list)))
  return Object.fromEntries(sources.lists.filter(({ key }) => needed.has(key)).map(({ key, values }) => [key, values]))
}

function runningExperiments(sources: ConfigurationSources, flags: Flags): Configuration['experiments'] {
  const served = new Set(
    Object.values(flags).flatMap(flag =>
      flag.rules.flatMap(({ serve }) => ('experiment' in serve ? serve.experiment : [])),
    ),
  )
  return Object.fromEntries(
    sources.experiments
      .filter(
        ({ key, environment, run }) =>
          served.has(key) && environment === sources.environment && run.status === 'running',
      )
      .flatMap(experiment => {
        const compiled = compiledExperiment(experiment, sources)
        return compiled === undefined ? [] : [[experiment.key, compiled] as const]
      }),
  )
}

function compiledExperiment(
  experiment: ExperimentRecord,
  sources: ConfigurationSources,
): CompiledExperiment | undefined {
  const phase = experiment.run.phases.at(-1)
  if (phase === undefined) return undefined
  const inScope = (holdout: Holdout) =>
    holdout.environment === sources.environment &&
    (holdout.layers === undefined || (experiment.layer !== undefined && holdout.layers.includes(experiment.layer)))
  return {
    unit: experiment.unit,
    phase: phase.number,
    layerSalt: phase.layerSalt,
    slots: phase.slots,
    salt: phase.salt,
    variants: phase.variants,
    holdouts: sources.holdouts.filter(inScope).map(({ key }) => key),
    ...(experiment.sticky ? { sticky: true as const } : {}),
  }
}
