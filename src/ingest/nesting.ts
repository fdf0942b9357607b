const depthMax = 32
const cutMark = '…'

/** The value itself, or a copy in which everything nested deeper than 32 levels is a mark, so that it can be written down. */
export function shallow(value: unknown): unknown {
  return deeperThan(value, depthMax) ? cut(value, depthMax) : value
}

function deeperThan(value: unknown, depth: number): boolean {
  if (typeof value !== 'object' || value === null) return false
  if (depth === 0) return true
  return Object.values(value).some(entry => deeperThan(entry, depth - 1))
}

function cut(value: unknown, depth: number): unknown {
  if (typeof value !== 'object' || value === null) return value
  if (depth === 0) return cutMark
  if (Array.isArray(value)) return value.map(entry => cut(entry, depth - 1))
  return Object.fromEntries(Object.entries(value).map(([name, entry]) => [name, cut(entry, depth - 1)]))
}
