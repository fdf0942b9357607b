import type { Revision } from '../../contract/noun.ts'
import { paths } from '../paths.ts'
import type { AuditSearch } from './routes.tsx'

const dayMs = 86_400_000

/** The changes a search asks for. Days are those of whoever looks, the last one included. */
export function narrowed(changes: readonly Revision[], search: AuditSearch): Revision[] {
  const { by, noun, action } = search
  const words = (search.q ?? '').toLowerCase().split(/\s+/).filter(Boolean)
  const fromMs = search.from === undefined ? Number.NEGATIVE_INFINITY : Date.parse(`${search.from}T00:00`)
  const untilMs = search.until === undefined ? Number.POSITIVE_INFINITY : Date.parse(`${search.until}T00:00`) + dayMs
  return changes.filter(change => {
    if (by !== undefined && change.by !== by) return false
    if (noun !== undefined && change.noun !== noun) return false
    if (action !== undefined && change.action !== action) return false
    const atMs = Date.parse(change.at)
    if (atMs < fromMs || atMs >= untilMs) return false
    const text = `${change.key} ${change.why ?? ''} ${change.by} ${change.noun} ${change.action}`.toLowerCase()
    return words.every(word => text.includes(word))
  })
}

/** Whether a search leaves anything out, so that everything has to be loaded to know what it finds. */
export function isNarrowed({ q, by, noun, action, from, until }: AuditSearch): boolean {
  return [q, by, noun, action, from, until].some(part => part !== undefined)
}

/** What was changed, in one word of the glossary. */
export function nounText(noun: string): string {
  const words = noun.replaceAll('-', ' ')
  return words.endsWith('ies') ? `${words.slice(0, -3)}y` : words.replace(/s$/, '')
}

type InProject = (project: string, key: string) => string

const places: Record<string, InProject> = {
  flags: paths.flag,
  audiences: paths.audience,
  experiments: paths.experiment,
  layers: paths.layers,
  holdouts: paths.layers,
  metrics: paths.metric,
  events: paths.event,
  proposals: paths.proposal,
  environments: paths.environments,
  webhooks: paths.webhooks,
  attributes: paths.targeting,
  lists: paths.targeting,
  projects: paths.settings,
  keys: paths.keys,
  members: paths.members,
  retention: paths.retention,
  quarantine: paths.quarantine,
  reviews: paths.reviews,
}

/** Where what was changed can be looked at as it is now; undefined for what has no place. */
export function placeOf(project: string, { noun, key }: Pick<Revision, 'noun' | 'key'>): string | undefined {
  return places[noun]?.(project, key)
}

const done: Record<string, string> = {
  create: 'created',
  update: 'changed',
  archive: 'archived',
  restore: 'brought back',
  rollback: 'brought back',
  start: 'started',
  stop: 'stopped',
  decide: 'decided',
  approve: 'approved',
  refuse: 'refused',
  apply: 'applied',
  withdraw: 'withdrawn',
  read: 'read',
}

/** What was done, as one says it of the past; actions that nobody gave words to keep their own. */
export function actionText(action: string): string {
  return done[action] ?? action.replaceAll('-', ' ')
}
