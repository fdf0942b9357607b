import { expect } from 'vitest'

/** The relative distance of a number from the right one; 0 expects 0, and both unbounded is no distance. */
export function relativeError(actual: unknown, expected: number | null): number {
  if (expected === null || actual === null) return actual === expected ? 0 : Number.POSITIVE_INFINITY
  if (typeof actual !== 'number' || Number.isNaN(actual)) return Number.POSITIVE_INFINITY
  if (actual === expected) return 0
  return expected === 0 ? Math.abs(actual) : Math.abs(actual / expected - 1)
}

/** Compares every number of `expected`, however deep, with its place in `actual`. */
export function expectClose(actual: unknown, expected: unknown, tolerance: number, path = ''): void {
  if (typeof expected === 'number' || expected === null) {
    const error = relativeError(actual ?? null, expected)
    expect(error, `${path}: ${JSON.stringify(actual)} for ${expected}`).toBeLessThanOrEqual(tolerance)
    return
  }
  expect(typeof actual, `${path}: ${JSON.stringify(actual)}`).toBe('object')
  for (const [key, value] of Object.entries(expected as object)) {
    expectClose((actual as Record<string, unknown>)[key], value, tolerance, `${path}.${key}`)
  }
}
