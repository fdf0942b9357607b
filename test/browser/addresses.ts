import { experimentKey, flagKey } from '../../src/demo/shop.ts'
import { project, skewed } from './report-shop.ts'

/** What stands for the parameters in the pattern of an address: the project, and a key by the word before it. */
export type Names = { project: string; keys: Record<string, string> }

/** The address of a screen by its pattern; undefined when a parameter has no value. */
export function addressOf(pattern: string, { project, keys }: Names): string | undefined {
  const address = pattern
    .replace('$project', project)
    .replace(/\/([\w-]+)\/\$\w+/g, (whole, before: string) =>
      keys[before] === undefined ? whole : `/${before}/${encodeURIComponent(keys[before])}`,
    )
  if (address.includes('$')) return undefined
  return pattern === '/' ? '/?choose=yes' : address
}

/** Whether a pattern is of those only somebody who is not signed in meets. */
export function isForStrangers(address: string): boolean {
  return /^\/(sign-in|welcome)/.test(address)
}

/** What of the rich shop every screen is looked at with. */
export const richNames: Names = {
  project,
  keys: {
    flags: 'free-returns',
    audiences: 'trusted-testers',
    experiments: experimentKey,
    events: 'purchase_complete',
    metrics: 'revenue-per-shopper',
    proposals: '00001',
    health: 'purchase_complete',
  },
}

/** Further addresses of the rich shop, by pattern: the same screens in another state. */
export const richStates: Record<string, string[]> = {
  '/p/$project/flags': ['flags?create=yes'],
  '/p/$project/flags/$key': ['flags/free-returns?tab=details', `flags/${flagKey}?history=yes`],
  '/p/$project/experiments/new': [
    'experiments/new?draft=banner-first&step=audience',
    'experiments/new?draft=banner-first&step=variants',
    'experiments/new?draft=banner-first&step=metrics',
    'experiments/new?draft=banner-first&step=plan',
    'experiments/new?draft=banner-first&step=start',
  ],
  '/p/$project/experiments/$key': ['experiments/banner-first', 'experiments/promise-two-days'],
  '/p/$project/experiments/$key/report': [
    `experiments/${skewed}/report`,
    'experiments/rank-by-taste/report',
    `experiments/${experimentKey}/report?view=breakdown`,
    `experiments/${experimentKey}/report?metric=purchase-rate&arm=simple`,
  ],
  '/p/$project/model/events/$key': ['model/events/support_request?tab=rows', 'model/events/support_request?tab=code'],
  '/p/$project/settings/keys': ['settings/keys?create=yes'],
  '/p/$project/settings/members': ['settings/members?create=yes'],
}

/** Every address of the rich shop that is worth a look, by pattern; undefined for a pattern nobody has thought of. */
export function richAddresses(pattern: string): string[] | undefined {
  const first = addressOf(pattern, richNames)
  if (first === undefined) return undefined
  return [first, ...(richStates[pattern] ?? []).map(path => `/p/${project}/${path}`)]
}
