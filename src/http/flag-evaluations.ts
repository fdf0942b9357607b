import { z } from 'zod'
import type { Platform } from '../platform.ts'

/** When flags were last evaluated where the server learns of it, by environment and flag. */
export type FlagEvaluations = {
  /** Remembers that a flag was evaluated now; of each day only the first time is kept. */
  note(project: string, environment: string, flag: string): void
  /** By environment, then by flag: a moment of the last day on which it was evaluated. */
  last(project: string): Readonly<Record<string, Readonly<Record<string, string>>>>
}

const Moments = z.record(z.string(), z.record(z.string(), z.string()))
const dayMs = 86_400_000

/** Evaluations as the control store remembers them. Flags that are not defined are none. */
export function flagEvaluations({ control, now }: Pick<Platform, 'control' | 'now'>): FlagEvaluations {
  const noted = new Map<string, number>()

  function last(project: string) {
    const text = control.setting(nameOf(project))
    return text === undefined ? {} : Moments.parse(JSON.parse(text))
  }

  return {
    note(project, environment, flag) {
      const key = `${project} ${environment} ${flag}`
      const day = Math.floor(now() / dayMs)
      if (noted.get(key) === day || !control.snapshot(project).flags.has(flag)) return
      noted.set(key, day)
      const known = last(project)
      const moment = known[environment]?.[flag]
      if (moment !== undefined && Math.floor(Date.parse(moment) / dayMs) === day) return
      const here = { ...known[environment], [flag]: new Date(now()).toISOString() }
      control.keepSetting(nameOf(project), JSON.stringify({ ...known, [environment]: here }))
    },
    last,
  }
}

function nameOf(project: string): string {
  return `flag-evaluations:${project}`
}
