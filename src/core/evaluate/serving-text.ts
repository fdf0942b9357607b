import type { Serve, Weights } from '../../contract/flag.ts'
import { conditionText, type DraftCondition, gap, type Names } from './condition-text.ts'

/** What people call variants and experiments as well; the key stands for what is not in it. */
export type ServingNames = Names & { readonly experiments?: ReadonlyMap<string, string> | undefined }

type DraftRule = { condition?: DraftCondition | undefined; serve: Serve }

/** What a rule serves: simple; 20 % of users: simple 50 %, standard 50 %; the experiment A simpler checkout. */
export function servingText(serve: Serve, { experiments }: ServingNames = {}): string {
  if ('variant' in serve) return serve.variant === '' ? gap : serve.variant
  if ('experiment' in serve)
    return `the experiment ${serve.experiment === '' ? gap : (experiments?.get(serve.experiment) ?? serve.experiment)}`
  const { coverage = 100, variants, unit = 'user' } = serve.rollout
  const split = weightsText(variants)
  return coverage === 100 ? split : `${coverage} % of ${unit}s: ${split}`
}

/** Shares of variants: simple 50 %, standard 50 %. One that gets nothing is left out. */
export function weightsText(weights: Weights): string {
  const given = weights.filter(({ weight }) => weight > 0)
  const [only] = given
  if (only && given.length === 1) return only.variant
  return given.map(({ variant, weight }) => `${variant} ${weight} %`).join(', ')
}

/** A rule as one sentence: When age is above 65, serve simple. */
export function ruleText({ condition, serve }: DraftRule, names: ServingNames = {}): string {
  return condition === undefined
    ? `Serve everyone ${servingText(serve, names)}.`
    : `When ${conditionText(condition, names)}, serve ${servingText(serve, names)}.`
}

type DraftTargeting = { on: boolean; rules: readonly DraftRule[]; fallthrough: string }

/** What a flag does in an environment, in a few words for a list. */
export function targetingText(targeting: DraftTargeting | undefined, off: string, names: ServingNames = {}): string {
  if (targeting?.on !== true) return `${off} for everyone`
  const { rules, fallthrough } = targeting
  const [first] = rules
  if (first === undefined) return `${fallthrough} for everyone`
  if (first.condition === undefined && servesEveryone(first.serve))
    return `${servingText(first.serve, names)} for everyone`
  if (rules.length > 1) return `${rules.length} rules, else ${fallthrough}`
  const whom = first.condition === undefined ? 'everyone' : conditionText(first.condition, names)
  return `${servingText(first.serve, names)} when ${whom}, else ${fallthrough}`.replace(
    ' when everyone, else',
    ', else',
  )
}

function servesEveryone(serve: Serve): boolean {
  return 'variant' in serve || ('rollout' in serve && (serve.rollout.coverage ?? 100) === 100)
}

/** The one variant everyone gets, or undefined when it depends on who asks. */
export function soleVariant(targeting: DraftTargeting): string | undefined {
  const [first] = targeting.rules
  if (first === undefined) return targeting.fallthrough
  if (first.condition !== undefined) return undefined
  if ('variant' in first.serve) return first.serve.variant
  if (!('rollout' in first.serve) || (first.serve.rollout.coverage ?? 100) !== 100) return undefined
  const given = first.serve.rollout.variants.filter(({ weight }) => weight > 0)
  return given.length === 1 ? given[0]?.variant : undefined
}
