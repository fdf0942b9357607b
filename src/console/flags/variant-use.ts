import type { ExperimentRecord } from '../../contract/experiment.ts'
import type { Serve } from '../../contract/flag.ts'
import type { DraftFlag } from './draft-flag.ts'

/** What serves a variant, as the reason why it cannot go; undefined when nothing does. */
export function usesOfVariant(
  flag: DraftFlag,
  variant: string,
  experiments: readonly ExperimentRecord[],
): string | undefined {
  if (flag.off === variant) return 'It is the off variant'
  for (const [environment, { rules, fallthrough }] of Object.entries(flag.environments)) {
    if (fallthrough === variant) return `Everyone else gets it in ${environment}`
    if (rules.some(({ serve }) => serves(serve, variant))) return `A rule in ${environment} serves it`
  }
  const tried = experiments.find(
    one => one.flag === flag.key && one.run.status !== 'decided' && one.variants.some(arm => arm.variant === variant),
  )
  return tried === undefined ? undefined : `The experiment ${tried.name} tries it`
}

function serves(serve: Serve, variant: string): boolean {
  if ('variant' in serve) return serve.variant === variant
  return 'rollout' in serve && serve.rollout.variants.some(arm => arm.variant === variant)
}
