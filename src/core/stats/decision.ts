/** What a metric of one arm has shown, each by the test its role calls for. */
export type MetricVerdict =
  | { metric: string; role: 'success'; superior: boolean; deteriorated: boolean; effectRuledOut: boolean }
  | { metric: string; role: 'guardrail'; nonInferior: boolean; deteriorated: boolean }
  | { metric: string; role: 'unavailable' }

/**
 * What the recommendation is drawn from. `conclusive` means that verdicts hold at this moment: the planned end, or a
 * sequential method.
 */
export type Evidence = {
  health: 'ok' | 'warning' | 'failing' | 'unknown'
  conclusive: boolean
  finished: boolean
  expectedEnd: string | null
  metrics: readonly MetricVerdict[]
}

/** One condition of shipping, whether it holds, and the metrics that decided it. */
export type Condition = {
  condition: 'health-passes' | 'success-superior' | 'guardrails-non-inferior' | 'nothing-deteriorated'
  holds: boolean
  metrics: string[]
}

/**
 * The recommendation with its reasons. It recommends about one arm and never picks one: two arms may both be worth
 * shipping.
 */
export type Recommendation =
  | { outcome: 'ship' | 'do-not-ship' | 'inconclusive'; conditions: Condition[] }
  | { outcome: 'keep-running'; expectedEnd: string | null; conditions: Condition[] }

/**
 * The decision rule Spotify published (Schultzberg, Ankargren & Frånberg 2024, "Risk-aware product decisions in A/B
 * tests with multiple metrics"): ship if at least one success metric is superior, every guardrail is non-inferior,
 * nothing deteriorates, and every health check passes.
 *
 * Otherwise: do not ship when health fails or something deteriorates; keep running while the plan is not finished; at
 * its end, do not ship when every success metric rules out the effect hoped for, else the experiment was inconclusive.
 */
export function recommend(evidence: Evidence): Recommendation {
  const { health, conclusive, finished, expectedEnd, metrics } = evidence
  const success = metrics.filter(metric => metric.role === 'success')
  const guardrails = metrics.filter(metric => metric.role === 'guardrail')
  const missing = metrics.filter(metric => metric.role === 'unavailable').map(metric => metric.metric)
  const superior = success.filter(metric => metric.superior).map(metric => metric.metric)
  const open = guardrails.filter(metric => !metric.nonInferior).map(metric => metric.metric)
  const deteriorated = [...success, ...guardrails].filter(metric => metric.deteriorated).map(metric => metric.metric)
  // An unknown health, or a metric without a number, is not a pass.
  const healthy = health === 'ok' || health === 'warning'
  const conditions: Condition[] = [
    { condition: 'health-passes', holds: healthy, metrics: [] },
    { condition: 'success-superior', holds: superior.length > 0, metrics: superior },
    {
      condition: 'guardrails-non-inferior',
      holds: open.length === 0 && missing.length === 0,
      metrics: [...open, ...missing],
    },
    { condition: 'nothing-deteriorated', holds: deteriorated.length === 0, metrics: deteriorated },
  ]
  if (health === 'failing') return { outcome: 'do-not-ship', conditions }
  if (conclusive && deteriorated.length > 0) return { outcome: 'do-not-ship', conditions }
  if (conclusive && conditions.every(({ holds }) => holds)) return { outcome: 'ship', conditions }
  if (!finished) return { outcome: 'keep-running', expectedEnd, conditions }
  const hopeless =
    missing.length === 0 && success.length > 0 && success.every(metric => metric.effectRuledOut && !metric.superior)
  return { outcome: conclusive && hopeless ? 'do-not-ship' : 'inconclusive', conditions }
}
