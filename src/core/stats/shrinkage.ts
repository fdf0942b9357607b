import { type Unavailable, unavailable } from './unavailable.ts'

/** A raw effect, usually a lift, with its standard error. */
export type Effect = { effect: number; se: number }

/** With fewer past experiments than this, how much effects vary cannot be told. */
export const PAST_EFFECTS_MIN = 10

/**
 * The spread of true effects around 0 over past experiments, by maximum likelihood of effect ~ N(0, tau^2 + se^2)
 * (Azevedo, Deng, Montiel Olea & Weyl 2019; Efron & Morris 1973). 0 when the effects vary no more than their errors
 * explain.
 */
export function effectSpread(effects: readonly Effect[]): number | Unavailable {
  if (effects.length === 0) return unavailable('empty-arm')
  if (!effects.every(({ effect, se }) => Number.isFinite(effect) && Number.isFinite(se)))
    return unavailable('not-finite')
  if (!effects.every(({ se }) => se > 0)) return unavailable('zero-variance')
  // Beyond the largest square the likelihood only falls; below a trillionth of the smallest error nothing moves.
  const largest = Math.max(...effects.map(({ effect }) => effect * effect))
  if (largest === 0) return 0
  const smallest = Math.min(largest, ...effects.map(({ se }) => se * se)) * 1e-12
  let best = { square: 0, likelihood: logLikelihood(effects, 0) }
  let before = smallest
  const steps = 400
  for (let i = 1; i <= steps; i++) {
    const square = smallest * (largest / smallest) ** (i / steps)
    // The likelihood may have several peaks; each lies between two points where its slope falls through 0.
    if (slope(effects, before) > 0 && slope(effects, square) <= 0) {
      const peak = bisect(effects, before, square)
      const likelihood = logLikelihood(effects, peak)
      if (likelihood > best.likelihood) best = { square: peak, likelihood }
    }
    before = square
  }
  return Math.sqrt(best.square)
}

/** The effect after shrinking, the winner's curse taken off: effect tau^2 / (tau^2 + se^2). */
export function shrunkEffect({ effect, se }: Effect, tau: number): number {
  return tau === 0 ? 0 : effect / (1 + (se / tau) ** 2)
}

function logLikelihood(effects: readonly Effect[], square: number): number {
  return effects.reduce((sum, { effect, se }) => {
    const variance = square + se * se
    return sum - 0.5 * (Math.log(variance) + (effect * effect) / variance)
  }, 0)
}

// The slope of the log-likelihood in tau^2, times two.
function slope(effects: readonly Effect[], square: number): number {
  return effects.reduce((sum, { effect, se }) => {
    const variance = square + se * se
    return sum + (effect * effect - variance) / (variance * variance)
  }, 0)
}

function bisect(effects: readonly Effect[], from: number, to: number): number {
  let low = from
  let high = to
  for (let round = 0; round < 80; round++) {
    const middle = (low + high) / 2
    if (slope(effects, middle) > 0) low = middle
    else high = middle
  }
  return (low + high) / 2
}
