import type { Weights } from '../../contract/flag.ts'

const slots = 100_000
type Weight = Weights[number]

/** The same arms with one weight changed; the others share what is left in the proportions they had, all by thousandths of a percent. */
export function withWeight(weights: Weights, index: number, percent: number): Weights {
  const wanted = weights.length === 1 ? slots : Math.round(Math.min(100, Math.max(0, percent)) * 1000)
  const others = weights.filter((_, at) => at !== index)
  const shared = shares(
    slots - wanted,
    others.map(({ weight }) => weight),
  )
  const rest = shared[Symbol.iterator]()
  return weights.map((arm, at) => weighted(arm, at === index ? wanted : (rest.next().value ?? 0)))
}

/** Every arm gets the same, as far as thousandths of a percent go round. */
export function evenly(variants: readonly string[]): Weights {
  const shared = shares(
    slots,
    variants.map(() => 1),
  )
  return variants.map((variant, at) => weighted({ variant, weight: 0 }, shared[at] ?? 0))
}

/** Without one arm; what it had goes to the others in the proportions they have. */
export function withoutArm(weights: Weights, index: number): Weights {
  const kept = weights.filter((_, at) => at !== index)
  const shared = shares(
    slots,
    kept.map(({ weight }) => weight),
  )
  return kept.map((arm, at) => weighted(arm, shared[at] ?? 0))
}

function weighted(arm: Weight, share: number): Weight {
  return { ...arm, weight: share / 1000 }
}

/** So many slots dealt out by proportion, none lost: what rounding down leaves goes to the largest remainders. */
function shares(total: number, proportions: readonly number[]): number[] {
  const sum = proportions.reduce((all, one) => all + one, 0)
  const exact = proportions.map(one => (sum === 0 ? total / proportions.length : (total * one) / sum))
  const dealt = exact.map(Math.floor)
  const left = total - dealt.reduce((all, one) => all + one, 0)
  const order = exact.map((one, at) => ({ at, remainder: one - Math.floor(one) }))
  order.sort((a, b) => b.remainder - a.remainder || a.at - b.at)
  for (const { at } of order.slice(0, left)) dealt[at] = (dealt[at] ?? 0) + 1
  return dealt
}
