import type { CompiledFlag, Configuration } from '../contract/configuration.ts'
import { compile } from '../core/evaluate/compile.ts'
import { type Context, unitIdOf } from '../core/evaluate/context.ts'
import type { Exposure } from '../core/evaluate/resolution.ts'
import { unitFieldOf } from '../core/evaluate/serve.ts'

/** The experiment that gave a unit a flag's variant; 'no-unit' when that cannot be told, undefined when none did. */
export type Allocation = (flag: string, variant: string, context: Context) => Exposure | 'no-unit' | undefined

type Candidate = { synthetic: string; rule: string; experiment: string }

/**
 * Who the running experiments of a configuration allocate, whatever the conditions of their rules: others evaluated the flag
 * and only say what came of it. A variant that was not the experiment's to give this unit is no exposure; with sticky
 * assignment any of its variants may be.
 */
export function allocationOf(configuration: Configuration): Allocation {
  const candidates = new Map<string, Candidate[]>()
  const flags: Record<string, CompiledFlag> = {}
  for (const [key, flag] of Object.entries(configuration.flags)) {
    for (const { id, serve } of flag.rules) {
      if (!('experiment' in serve) || configuration.experiments[serve.experiment] === undefined) continue
      // Keys have no spaces, so this is nobody's.
      const synthetic = `${key} ${id}`
      flags[synthetic] = { ...flag, prerequisites: [], rules: [{ id, serve }] }
      const found = candidates.get(key) ?? []
      candidates.set(key, [...found, { synthetic, rule: id, experiment: serve.experiment }])
    }
  }
  const evaluator = compile({ ...configuration, flags })

  function sticky(candidate: Candidate, flag: string, variant: string): Exposure | undefined {
    const experiment = configuration.experiments[candidate.experiment]
    if (experiment?.sticky !== true || !experiment.variants.some(arm => arm.variant === variant)) return undefined
    const { unit, phase } = experiment
    const unitField = unitFieldOf(configuration, unit)
    return { experiment: candidate.experiment, phase, variant, flag, rule: candidate.rule, unit, unitField }
  }

  return (flag, variant, context) => {
    let unitMissing = false
    for (const candidate of candidates.get(flag) ?? []) {
      const experiment = configuration.experiments[candidate.experiment]
      if (!experiment?.variants.some(arm => arm.variant === variant)) continue
      if (unitIdOf(context, experiment.unit, unitFieldOf(configuration, experiment.unit)) === undefined) {
        unitMissing = true
        continue
      }
      const given = evaluator
        .resolve(candidate.synthetic, context)
        .exposures?.find(met => met.experiment === candidate.experiment && met.variant === variant)
      const exposure = given === undefined ? sticky(candidate, flag, variant) : { ...given, flag }
      if (exposure !== undefined) return exposure
    }
    return unitMissing ? 'no-unit' : undefined
  }
}

/** The allocation of a configuration, made when it is first asked for and kept as long as the configuration is. */
export function allocationSource(): (configuration: Configuration) => Allocation {
  const made = new WeakMap<Configuration, Allocation>()
  return configuration => {
    const known = made.get(configuration)
    if (known !== undefined) return known
    const allocation = allocationOf(configuration)
    made.set(configuration, allocation)
    return allocation
  }
}
