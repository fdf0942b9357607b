import { normal, seeded } from './random.ts'

/** What is true in the demo's world; the report has to find it. */
export const truth = {
  purchaseRate: { standard: 0.46, simple: 0.53 },
  failureRate: { standard: 0.08, simple: 0.08 },
  /** Order amounts are lognormal: exp(N(mu, sigma^2)). */
  order: { mu: Math.log(85), sigma: 0.45 },
}

/** One thing a shopper does. Checkouts ask for the flag; what follows depends on the variant served. */
export type Step =
  | { kind: 'view' | 'add'; timeMs: number; shopper: Shopper; item: number; price: number }
  | { kind: 'checkout'; timeMs: number; shopper: Shopper; items: number }
  | {
      kind: 'outcome'
      timeMs: number
      shopper: Shopper
      fortune: { purchase: number; failure: number; amount: number; code: 'declined' | 'expired' | 'network' }
    }

export type Shopper = { id: string; age: number; country: string; platform: string }

const countries = ['DE', 'FR', 'NL', 'AT', 'ES']
const codes = ['declined', 'expired', 'network'] as const

/** What `count` shoppers do between two moments, in order of time. Same seed, same shoppers. */
export function shopperSteps(options: { count: number; seed: number; fromMs: number; untilMs: number }): Step[] {
  const random = seeded(options.seed)
  const pick = <T>(choices: readonly T[]): T => choices[Math.floor(random() * choices.length)] as T
  const steps: Step[] = []
  const sessionMsMax = 30 * 60_000
  for (let index = 0; index < options.count; index += 1) {
    const shopper: Shopper = {
      id: `shopper-${index + 1}`,
      age: ageOf(random),
      country: pick(countries),
      platform: random() < 0.7 ? 'web' : 'ios',
    }
    let timeMs = Math.floor(options.fromMs + random() * (options.untilMs - options.fromMs - sessionMsMax))
    const later = (seconds: number) => {
      timeMs += Math.ceil(random() * seconds * 1000)
      return timeMs
    }
    let items = 0
    for (let views = 1 + Math.floor(random() * 3); views > 0; views -= 1) {
      const product = { item: 1 + Math.floor(random() * 40), price: Math.round(4000 + random() * 12_000) / 100 }
      steps.push({ kind: 'view', timeMs: later(120), shopper, ...product })
      if (random() < 0.45) {
        items += 1
        steps.push({ kind: 'add', timeMs: later(60), shopper, ...product })
      }
    }
    // Every fortune is drawn whatever happens, so that a change in one place does not reshuffle all the others.
    const fortune = { purchase: random(), failure: random(), amount: amountOf(random), code: pick(codes) }
    if (items === 0) continue
    steps.push({ kind: 'checkout', timeMs: later(60), shopper, items })
    steps.push({ kind: 'outcome', timeMs: later(300), shopper, fortune })
  }
  return steps.sort((one, other) => one.timeMs - other.timeMs)
}

/** Half of this shop's visitors are above 65: it sells comfortable sneakers. */
function ageOf(random: () => number): number {
  return random() < 0.5 ? 66 + Math.floor(random() * 25) : 18 + Math.floor(random() * 48)
}

function amountOf(random: () => number): number {
  return Math.round(100 * Math.exp(truth.order.mu + truth.order.sigma * normal(random))) / 100
}

/** The true difference between the variants for every metric of the report. */
export function trueEffects(): Record<string, number> {
  const order = Math.exp(truth.order.mu + truth.order.sigma ** 2 / 2)
  const rate = truth.purchaseRate.simple - truth.purchaseRate.standard
  return {
    'purchase-rate': rate,
    'revenue-per-shopper': rate * order,
    'order-value': 0,
    'payment-failures': truth.failureRate.simple - truth.failureRate.standard,
  }
}
