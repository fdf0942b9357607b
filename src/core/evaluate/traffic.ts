import type { Condition } from '../../contract/condition.ts'
import type { Configuration } from '../../contract/configuration.ts'
import { allParts } from './all-parts.ts'
import { type Context, own } from './context.ts'
import { leavesOf } from './definitions.ts'
import { evaluate } from './evaluate.ts'
import { compileFlags } from './program.ts'

/** What became of the units tried so far: how many came to each rule and fulfilled it, and how many it served. */
export type Tried = {
  units: number
  prerequisitesUnmet: number
  rules: ReadonlyMap<string, { caught: number; served: number }>
  fellThrough: number
}

/** Tries contexts on one flag by the very walk that serves apps, and counts where they end. */
export function trafficThrough(
  configuration: Configuration,
  flag: string,
): { tryOn(context: Context): void; tried(): Tried } {
  const program = compileFlags(configuration, allParts).get(flag)
  const rules = new Map<string, { caught: number; served: number }>()
  for (const { id } of own(configuration.flags, flag)?.rules ?? []) rules.set(id, { caught: 0, served: 0 })
  let units = 0
  let prerequisitesUnmet = 0
  let fellThrough = 0
  return {
    tryOn(context) {
      let stopped = false
      units++
      evaluate(program, flag, context, {
        prerequisite: (_flag, _variant, met) => {
          if (met) return
          stopped = true
          prerequisitesUnmet++
        },
        rule: ({ id }, _values, _context, outcome) => {
          const count = rules.get(id)
          if (count === undefined || outcome === 'condition') return
          count.caught++
          if (outcome !== 'served') return
          count.served++
          stopped = true
        },
      })
      if (!stopped) fellThrough++
    },
    tried: () => ({ units, prerequisitesUnmet, rules, fellThrough }),
  }
}

/** The attributes a condition reads, through the audiences of the configuration too. */
export function attributesIn({ audiences }: Configuration, condition: Condition | undefined): Set<string> {
  const attributes = new Set<string>()
  const seen = new Set<string>()
  const visit = (one: Condition): void => {
    for (const leaf of leavesOf(one)) {
      if ('attribute' in leaf) attributes.add(leaf.attribute)
      else if (!seen.has(leaf.audience)) {
        seen.add(leaf.audience)
        const inner = own(audiences, leaf.audience)
        if (inner !== undefined) visit(inner)
      }
    }
  }
  if (condition !== undefined) visit(condition)
  return attributes
}

/** The attributes that decide whether the prerequisites of a flag are met, through their prerequisites too. */
export function attributesBefore(configuration: Configuration, flag: string): Set<string> {
  const seen = new Set([flag])
  const attributes = new Set<string>()
  for (const key of seen) {
    const { prerequisites = [], rules = [] } = own(configuration.flags, key) ?? {}
    for (const needed of prerequisites) seen.add(needed.flag)
    if (key === flag) continue
    for (const { condition } of rules)
      for (const attribute of attributesIn(configuration, condition)) attributes.add(attribute)
  }
  return attributes
}
