/** Bonferroni: each p times the number of tests, at most 1. */
export function bonferroni(p: readonly number[]): number[] {
  return p.map(value => Math.min(1, value * p.length))
}

/**
 * Holm (1979), Scand. J. Statist. 6: steps down from the smallest p. Controls the chance of any false alarm, and is
 * never weaker than Bonferroni.
 */
export function holm(p: readonly number[]): number[] {
  const adjusted: number[] = new Array(p.length).fill(1)
  let largest = 0
  for (const [rank, { value, index }] of ascending(p).entries()) {
    largest = Math.max(largest, Math.min(1, value * (p.length - rank)))
    adjusted[index] = largest
  }
  return adjusted
}

/**
 * Benjamini & Hochberg (1995), JRSS-B 57: steps up from the largest p. Controls the expected share of false alarms
 * among the alarms.
 */
export function benjaminiHochberg(p: readonly number[]): number[] {
  const adjusted: number[] = new Array(p.length).fill(1)
  let smallest = 1
  for (const [rank, { value, index }] of [...ascending(p).entries()].reverse()) {
    smallest = Math.min(smallest, (value * p.length) / (rank + 1))
    adjusted[index] = smallest
  }
  return adjusted
}

/** The ways to adjust, by the name they go by. */
export const adjustments = { holm, bonferroni, 'benjamini-hochberg': benjaminiHochberg }

function ascending(p: readonly number[]): { value: number; index: number }[] {
  return p.map((value, index) => ({ value, index })).sort((a, b) => a.value - b.value)
}
