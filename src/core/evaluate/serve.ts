import type { Configuration } from '../../contract/configuration.ts'
import type { SlotRange } from '../../contract/experiment.ts'
import type { Rule, Weights } from '../../contract/flag.ts'
import { inRanges, shareOf, slotCount, slotOf, slotsOf, variantEnds } from './allocation.ts'
import { type Context, own, unitIdOf } from './context.ts'
import type { Hasher } from './hash.ts'
import { type Exposure, type Reason, type Resolution, withExposures } from './resolution.ts'
import type { RuleTrace, SlotTrace } from './trace.ts'

/** What a rule whose condition holds came to: a resolution, or why it serves nobody here and the next rule is asked. */
export type Step = {
  readonly outcome: Exclude<RuleTrace['outcome'], 'condition'>
  readonly resolution?: Resolution | undefined
  readonly exposures?: readonly Exposure[] | undefined
}

/** A rule's serving, ready to be asked. Slots are noted only when the caller wants them. */
export type Serving = (context: Context, slots: SlotTrace[] | undefined) => Step

/** What the rules of one flag have in common. */
export type ServingFlag = {
  readonly flag: string
  readonly configuration: Configuration
  readonly resolve: (variant: string, reason: Reason, rule?: string, exposures?: readonly Exposure[]) => Resolution
  readonly hasherOf: (salt: string) => Hasher
}

const outside: Step = Object.freeze({ outcome: 'outside' })
const unitMissing: Step = Object.freeze({ outcome: 'unit-missing' })
const notRunning: Step = Object.freeze({ outcome: 'not-running' })

/** A rule's serving as a closure with every outcome made in advance. */
export function compileServing(of: ServingFlag, { id, serve }: Omit<Rule, 'description'>): Serving {
  if ('variant' in serve) {
    const step: Step = Object.freeze({
      outcome: 'served',
      resolution: of.resolve(serve.variant, 'TARGETING_MATCH', id),
    })
    return () => step
  }
  return 'rollout' in serve ? compileRollout(of, id, serve.rollout) : compileExperiment(of, id, serve.experiment)
}

/** The field that identifies a unit. */
export function unitFieldOf(configuration: Configuration, unit: string): string {
  return own(configuration.units, unit) ?? `${unit}_id`
}

type Rollout = Extract<Rule['serve'], { rollout: unknown }>['rollout']

function compileRollout(of: ServingFlag, rule: string, rollout: Rollout): Serving {
  const { flag, configuration, resolve } = of
  const { unit, variants, salt = `${flag}.${rule}` } = rollout
  const unitField = unitFieldOf(configuration, unit)
  const split = compileSplit(of, salt, [[0, slotsOf(rollout.coverage)]], `${salt}:variant`, variants, variant =>
    resolve(variant, 'SPLIT', rule),
  )
  return (context, slots) => {
    const id = unitIdOf(context, unit, unitField)
    return id === undefined ? unitMissing : split(id, slots)
  }
}

function compileExperiment(of: ServingFlag, rule: string, key: string): Serving {
  const { flag, configuration, resolve } = of
  const experiment = own(configuration.experiments, key)
  if (experiment === undefined) return () => notRunning
  const { unit, phase } = experiment
  const unitField = unitFieldOf(configuration, unit)
  const split = compileSplit(
    of,
    experiment.layerSalt,
    experiment.slots,
    experiment.salt,
    experiment.variants,
    variant => {
      const exposure = Object.freeze({ experiment: key, phase, variant, flag, rule, unit, unitField })
      return resolve(variant, 'SPLIT', rule, Object.freeze([exposure]))
    },
  )
  const meetHoldouts = compileHoldouts(of, rule, experiment.holdouts)

  return (context, slots) => {
    const id = unitIdOf(context, unit, unitField)
    if (id === undefined) return unitMissing
    if (meetHoldouts === undefined) return split(id, slots)
    const { heldOut, exposures } = meetHoldouts(context, slots)
    if (heldOut) return { outcome: 'held-out', exposures }
    const { outcome, resolution } = split(id, slots)
    return resolution === undefined
      ? { outcome, exposures }
      : { outcome, resolution: withExposures(resolution, exposures) }
  }
}

// Two hashes: "is it in?" and "which variant?" have salts of their own, or the share that is in would get one variant.
function compileSplit(
  { hasherOf }: ServingFlag,
  salt: string,
  ranges: readonly SlotRange[],
  variantSalt: string,
  weights: Weights,
  resolve: (variant: string) => Resolution,
): (id: string, slots: SlotTrace[] | undefined) => Step {
  const everyone = ranges.some(([from, to]) => from === 0 && to === slotCount)
  const coverageHash = hasherOf(salt)
  const variantHash = hasherOf(variantSalt)
  const ends = variantEnds(weights)
  const steps = weights.map(({ variant }): Step => Object.freeze({ outcome: 'served', resolution: resolve(variant) }))
  return (id, slots) => {
    if (!everyone || slots !== undefined) {
      const slot = slotOf(coverageHash(id))
      slots?.push({ purpose: 'coverage', salt, slot })
      if (!inRanges(slot, ranges)) return outside
    }
    const slot = slotOf(variantHash(id))
    slots?.push({ purpose: 'variant', salt: variantSalt, slot })
    return steps[shareOf(slot, ends)] ?? outside
  }
}

type Meeting = { heldOut: boolean; exposures: readonly Exposure[] }

// A unit meets every holdout of the experiment, in or out, so that a holdout can be compared with those it let through.
function compileHoldouts({ flag, configuration, hasherOf }: ServingFlag, rule: string, keys: readonly string[]) {
  const holdouts = keys.flatMap(key => {
    const holdout = own(configuration.holdouts, key)
    if (holdout === undefined) return []
    const unitField = unitFieldOf(configuration, holdout.unit)
    const base = { experiment: `holdout:${key}`, phase: 1, flag, rule, unit: holdout.unit, unitField }
    return {
      ...holdout,
      unitField,
      coverage: slotsOf(holdout.coverage),
      hash: hasherOf(holdout.salt),
      heldOut: Object.freeze({ ...base, variant: 'held-out' }),
      included: Object.freeze({ ...base, variant: 'included' }),
    }
  })
  if (holdouts.length === 0) return undefined

  return (context: Context, slots: SlotTrace[] | undefined): Meeting => {
    const exposures: Exposure[] = []
    let heldOut = false
    for (const holdout of holdouts) {
      const id = unitIdOf(context, holdout.unit, holdout.unitField)
      if (id === undefined) continue
      const slot = slotOf(holdout.hash(id))
      slots?.push({ purpose: 'holdout', salt: holdout.salt, slot })
      const out = slot < holdout.coverage
      heldOut ||= out
      exposures.push(out ? holdout.heldOut : holdout.included)
    }
    return { heldOut, exposures }
  }
}
