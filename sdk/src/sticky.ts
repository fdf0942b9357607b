import type { Configuration } from '../../src/contract/configuration.ts'
import { type Context, own, unitIdOf } from '../../src/core/evaluate/context.ts'
import type { Exposure, Resolution } from '../../src/core/evaluate/resolution.ts'
import { unitFieldOf } from '../../src/core/evaluate/serve.ts'
import type { Assignments } from './options.ts'

/** The resolution a unit keeps: that of its first variant where a sticky experiment gave it one. */
export type Sticky = (flag: string, resolution: Resolution, context: Context, remember: boolean) => Resolution

type Place = { above: readonly string[]; exposures: readonly Exposure[] }

/**
 * What makes the experiments of a configuration sticky, as far as they are. The first variant stays while the phase lasts,
 * whatever targeting and weights say since; rules above the experiment, holdouts and switching the flag off still win.
 */
export function stickyOf(configuration: Configuration, { get, set }: Assignments): Sticky | undefined {
  const places = new Map<string, Place[]>()
  for (const [flag, { rules }] of Object.entries(configuration.flags)) {
    const above: string[] = []
    for (const { id: rule, serve } of rules) {
      const experiment = 'experiment' in serve ? serve.experiment : ''
      const compiled = own(configuration.experiments, experiment)
      if (compiled?.sticky) {
        const { unit, phase } = compiled
        const unitField = unitFieldOf(configuration, unit)
        const exposures = compiled.variants.map(({ variant }) => ({
          experiment,
          phase,
          variant,
          flag,
          rule,
          unit,
          unitField,
        }))
        places.set(flag, [...(places.get(flag) ?? []), { above: [...above], exposures }])
      }
      above.push(rule)
    }
  }
  if (!places.size) return

  return (flag, resolution, context, remember) => {
    const { variant, rule: served = '', exposures: met = [] } = resolution
    if (resolution.reason === 'DISABLED' || !variant) return resolution
    for (const { above, exposures } of places.get(flag) ?? []) {
      const [any] = exposures
      if (!any || above.includes(served)) break
      const { experiment, phase, rule, unit, unitField } = any
      const unitId = unitIdOf(context, unit, unitField)
      if (unitId === undefined || met.some(each => each.rule === rule && each.variant === 'held-out')) continue
      const key = JSON.stringify([experiment, phase, unitId])
      const first = get(key)
      const exposure = exposures.find(each => each.variant === first)
      const value = exposure && own(configuration.flags[flag]?.variants ?? {}, exposure.variant)
      if (exposure && value !== undefined) {
        const others = met.filter(each => each.flag !== flag)
        return { value, variant: exposure.variant, reason: 'SPLIT', rule, exposures: [...others, exposure] }
      }
      if (served === rule && remember) set(key, variant)
    }
    return resolution
  }
}
