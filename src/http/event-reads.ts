import { z } from 'zod'
import type { Platform } from '../platform.ts'

type Remembering = Pick<Platform, 'control' | 'now'>

const since = 'event-reads-since'
const Days = z.record(z.string(), z.string())

/** The moment from which on reads of events are remembered, which is the first time anybody asks. */
export function readsRememberedSince({ control, now }: Remembering): string {
  const known = control.setting(since)
  if (known !== undefined) return known
  const moment = new Date(now()).toISOString()
  control.keepSetting(since, moment)
  return moment
}

/** Remembers that somebody asked for these events. Writes at most once a day for each. */
export function noteReads({ control, now }: Remembering, project: string, events: Iterable<string>): void {
  const today = new Date(now()).toISOString().slice(0, 10)
  const known = lastReads(control, project)
  const fresh = [...events].filter(event => known[event] !== today)
  if (fresh.length === 0) return
  control.keepSetting(
    nameOf(project),
    JSON.stringify({ ...known, ...Object.fromEntries(fresh.map(event => [event, today])) }),
  )
}

/** The day on which each event was last asked for. */
export function lastReads(control: Platform['control'], project: string): Readonly<Record<string, string>> {
  const text = control.setting(nameOf(project))
  return text === undefined ? {} : Days.parse(JSON.parse(text))
}

function nameOf(project: string): string {
  return `event-reads:${project}`
}
