import type { z } from 'zod'
import type { QuarantineGroup } from '../../contract/quarantine.ts'
import { nameLikeness } from '../../core/model/near-duplicate.ts'
import { paths } from '../paths.ts'

export type Group = z.infer<typeof QuarantineGroup>

/** What is wrong with a group of events, what can be done about it, and where that is done. */
export type Fix = { what: string; ways: string[]; action?: { label: string; to: string } }

/** Says in words what would make the events of a group valid. `defined` are the names of all events there are. */
export function fixOf(project: string, group: Group, defined: readonly string[]): Fix {
  const { event, reason, sample } = group
  const { detail } = sample
  const edit = (focus: string) => ({
    label: `Open ${event}`,
    to: `${paths.editEvent(project, event)}?focus=${encodeURIComponent(focus)}`,
  })
  const [property = ''] = detail.split(/[ ,]/)
  switch (reason) {
    case 'unknown-event':
      return unknownEvent(project, group, defined)
    case 'missing-property':
      return {
        what: `Apps send ${event} without ${detail.replace(/ must be there$/, '')}.`,
        ways: [
          'Send it: correct the app; these events stay as they are.',
          'Or make the property optional, then replay: the events are taken without it.',
        ],
        action: edit(property),
      }
    case 'mistyped-property':
      return {
        what: `Apps send ${event} with a value that does not fit: ${detail}.`,
        ways: [
          'If the app is wrong, correct it and discard these.',
          'If the definition is too narrow, allow the value, then replay. A value that does not fit its type was not kept.',
        ],
        action: edit(property),
      }
    case 'unapproved-property':
      return {
        what: `${property} is personal and required, and nobody with the role privacy has approved it yet.`,
        ways: ['Once it is approved, new events are taken. Values sent before that were never kept.'],
        action: {
          label: 'Open the review',
          to: `${paths.reviews(project)}?q=${encodeURIComponent(`${event}.${property}`)}`,
        },
      }
    case 'wrong-source':
      return {
        what: `${event} is taken from servers only, and apps sent it with a client key.`,
        ways: ['Send it from a server with a server key.', 'Or allow apps to send it, then replay.'],
        action: edit('source'),
      }
    case 'no-unit':
      return {
        what: `Nobody can tell whose events these are: ${detail}.`,
        ways: ['Send a user, device or session id with each event. These cannot be mended; discard them.'],
      }
    default:
      return {
        what: `These cannot be read as events: ${detail}.`,
        ways: ['Correct what sends them; the sample shows what arrived. Then discard these.'],
      }
  }
}

function unknownEvent(project: string, group: Group, defined: readonly string[]): Fix {
  const { event } = group
  const alike = defined.find(name => nameLikeness(event, name) !== undefined)
  const found = propertiesIn(group.sample.raw)
  const properties = found.map(({ name, type }) => `${name}:${type}`).join(',')
  const query = new URLSearchParams({ key: event, ...(properties === '' ? {} : { properties }) })
  return {
    what: `Apps send ${event}, and no event of that name is defined.`,
    ways: [
      ...(alike === undefined ? [] : [`It is nearly ${alike}. If that was meant, correct the app and discard these.`]),
      'Define it, then replay: what waits is taken with its own time and id.',
      ...(found.length === 0
        ? []
        : [
            `Values of ${found.map(({ name }) => name).join(', ')} were not kept, since nobody had declared them: keep these optional to take the waiting events without.`,
          ]),
    ],
    ...(/^[a-z][a-z0-9_]{0,99}$/.test(event)
      ? { action: { label: `Define ${event}`, to: `${paths.newEvent(project)}?${query}` } }
      : {}),
  }
}

/** A property nobody has declared, of the type its values seem to have. */
export type SeenProperty = { name: string; type: 'string' | 'number' | 'boolean' }

/** The properties an undefined event came with, as far as their kept shapes tell a type. */
export function propertiesIn(raw: unknown): SeenProperty[] {
  const { withheld } = (raw ?? {}) as { withheld?: unknown }
  if (typeof withheld !== 'object' || withheld === null) return []
  return Object.entries(withheld as Record<string, unknown>).flatMap(([path, shape]): SeenProperty[] => {
    const name = path.replace(/^properties\./, '')
    if (name === path || !/^[a-z][a-z0-9_]{0,99}$/.test(name)) return []
    if (typeof shape !== 'string') return []
    if (shape.startsWith('text of')) return [{ name, type: 'string' }]
    return shape === 'number' || shape === 'boolean' ? [{ name, type: shape }] : []
  })
}

/** What all events of a group have in common, as replaying and discarding ask for it. */
export function selectionOf({ environment, event, reason, sdkVersion }: Group) {
  return { environment, event, reason, sdkVersion: sdkVersion ?? '' }
}

/** Names a group in an address. */
export function groupKey({ environment, event, reason, sdkVersion }: Group): string {
  return [environment, event, reason, sdkVersion ?? ''].join('|')
}

/** A reason as people read it. */
export function reasonText(reason: string): string {
  return reason.replaceAll('-', ' ')
}
