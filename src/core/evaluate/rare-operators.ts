import type { RareOperators } from './comparison.ts'
import { compilePattern } from './pattern.ts'
import { compareVersions, versionOf, versionText } from './semver.ts'

/** Patterns and versions; a client in a browser fetches them when a configuration needs them, so they import nothing of the rest. */
export const rareOperators: RareOperators = {
  matches: (pattern, caseInsensitive) => {
    const matches = compilePattern(pattern, caseInsensitive)
    return typeof matches === 'function' ? matches : () => undefined
  },
  version: (literal, op) => {
    const limit = versionOf(literal)
    const holds = orders[op]
    if (limit === undefined) return () => undefined
    return value => {
      const version = versionOf(value)
      return version && holds(compareVersions(version, limit))
    }
  },
  versionIdentity: value => {
    const version = versionOf(value)
    return version && versionText(version)
  },
}

const orders: Record<Parameters<RareOperators['version']>[1], (order: number) => boolean> = {
  'semver=': order => order === 0,
  'semver<': order => order < 0,
  'semver<=': order => order <= 0,
  'semver>': order => order > 0,
  'semver>=': order => order >= 0,
}
