/**
 * What a number of simulated experiments came to. `nominal` is what it should be at most (or at least, for power and
 * coverage).
 */
export type Outcome = {
  scenario: string
  detail: string
  measure: 'false alarms' | 'coverage' | 'power'
  hits: number
  trials: number
  nominal: number
}

/** The share of hits. */
export function rate({ hits, trials }: Outcome): number {
  return hits / trials
}

/** Three standard deviations of a rate of `nominal`: what chance alone explains, but for one run in seven hundred. */
export function chanceError({ nominal, trials }: Outcome): number {
  return 3 * Math.sqrt((nominal * (1 - nominal)) / trials)
}
