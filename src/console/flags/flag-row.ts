import type { FlagUsage } from '../../contract/traffic.ts'
import { type Staleness, staleness } from '../../core/model/stale-flag.ts'
import type { KeptFlag } from './draft-flag.ts'
import type { FlagListSearch } from './routes.tsx'

/** A flag in the list, with what is known of it beside its definition. */
export type FlagRow = { flag: KeptFlag; lastEvaluated: string | undefined; stale: Staleness | undefined }

/** The rows of the list: every flag with when it was last seen at work, and whether it could go. */
export function flagRows(flags: readonly KeptFlag[], usage: readonly FlagUsage[], nowMs: number): FlagRow[] {
  const last = new Map<string, string>()
  for (const { flag, lastEvaluated } of usage) {
    const known = last.get(flag)
    if (known === undefined || known < lastEvaluated) last.set(flag, lastEvaluated)
  }
  return flags.map(flag => {
    const lastEvaluated = last.get(flag.key)
    const lastEvaluatedMs = lastEvaluated === undefined ? undefined : Date.parse(lastEvaluated)
    const updatedMs = Date.parse(flag.meta.updatedAt)
    return { flag, lastEvaluated, stale: staleness(flag, { updatedMs, lastEvaluatedMs, nowMs }) }
  })
}

/** The rows a person narrowed the list to. */
export function narrowed(rows: readonly FlagRow[], search: FlagListSearch, environment: string): FlagRow[] {
  const { q, state, tag, owner, only } = search
  const words = (q ?? '').toLowerCase().split(/\s+/).filter(Boolean)
  return rows.filter(({ flag, stale }) => {
    const on = flag.environments[environment]?.on === true
    if (state !== undefined && (state === 'on') !== on) return false
    if (tag !== undefined && flag.tags?.includes(tag) !== true) return false
    if (owner !== undefined && flag.owner !== owner) return false
    if (only === 'stale' && stale === undefined) return false
    const { key, name, description = '', tags = [] } = flag
    const text = [key, name, description, flag.owner ?? '', ...tags].join(' ').toLowerCase()
    return words.every(word => text.includes(word))
  })
}

/** Every value of something flags have, in order, to choose from. */
export function choicesOf(flags: readonly KeptFlag[], valuesOf: (flag: KeptFlag) => readonly (string | undefined)[]) {
  const values = new Set(flags.flatMap(valuesOf).filter(value => value !== undefined && value !== ''))
  return [...values].sort() as string[]
}
