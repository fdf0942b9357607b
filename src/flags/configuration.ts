import type { Configuration } from '../contract/configuration.ts'
import type { Noun, RecordOf } from '../contract/noun.ts'
import { type ConfigurationSources, configurationOf } from '../core/evaluate/configuration.ts'
import type { ControlStore, Snapshot } from '../store/control/control-store.ts'

/** What an SDK is given for an environment; the same object until something in it changes. */
export type ConfigurationSource = (
  project: string,
  environment: string,
  audience: 'client' | 'server',
) => Configuration | undefined

/** Compiles configurations from the control store, each at most once per change. */
export function configurationSource(control: ControlStore): ConfigurationSource {
  const made = new Map<string, { revision: number; configuration: Configuration }>()
  return (project, environment, audience) => {
    const snapshot = control.snapshot(project)
    const id = `${project} ${environment} ${audience}`
    const known = made.get(id)
    if (known?.revision === snapshot.revision) return known.configuration
    const sources = sourcesIn(snapshot, project, environment)
    if (sources === undefined) return undefined
    const compiled = configurationOf(sources, audience)
    // Most changes in a project leave most of its configurations as they were, and with them what was made of them.
    const configuration = known?.configuration.version === compiled.version ? known.configuration : compiled
    made.set(id, { revision: snapshot.revision, configuration })
    return configuration
  }
}

/** Everything the configurations of an environment are made from; undefined when there is no such environment. */
export function sourcesIn(snapshot: Snapshot, project: string, environment: string): ConfigurationSources | undefined {
  const owner = snapshot.projects.get(project)?.definition
  if (!owner || !snapshot.environments.has(environment)) return undefined
  const every = <N extends Noun>(noun: N): RecordOf<N>[] =>
    [...snapshot[noun].values()].map(({ definition }) => definition as RecordOf<N>)
  return {
    project: owner,
    environment,
    flags: every('flags'),
    audiences: every('audiences'),
    lists: every('lists'),
    attributes: every('attributes'),
    experiments: every('experiments').filter(({ assignment }) => assignment === 'assay'),
    layers: every('layers'),
    holdouts: every('holdouts'),
  }
}
