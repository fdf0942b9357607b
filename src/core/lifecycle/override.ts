import type { Decision, RecommendedOutcome } from '../../contract/experiment.ts'

/** What the rule recommended for a variant. */
export type Recommended = { variant: string; outcome: RecommendedOutcome }

/**
 * Whether a decision contradicts what was recommended: shipping what the rule would not ship, or not shipping although it would. Where it
 * found too little to say, only shipping goes against it.
 */
export function contradicts(
  { outcome, variant }: { outcome: Decision['outcome']; variant: string | undefined },
  recommended: readonly Recommended[],
): boolean {
  if (outcome === 'ship') return !recommended.some(one => one.variant === variant && one.outcome === 'ship')
  if (recommended.some(one => one.outcome === 'ship')) return true
  return outcome === 'inconclusive' && recommended.length > 0 && recommended.every(one => one.outcome === 'do-not-ship')
}
