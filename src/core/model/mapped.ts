/** A record of the same names with every value changed. */
export function mapped<T, R>(all: Record<string, T>, change: (one: T, key: string) => R): Record<string, R> {
  return Object.fromEntries(Object.entries(all).map(([key, one]) => [key, change(one, key)]))
}
