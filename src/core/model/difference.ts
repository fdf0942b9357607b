import type { Difference } from '../../contract/noun.ts'

type Json = Difference['before']

/** Every place where two JSON values differ, by JSON pointer, in the order of their keys. Lists are compared place by place. */
export function differences(before: unknown, after: unknown, path = ''): Difference[] {
  if (Object.is(before, after)) return []
  if (!isContainer(before) || !isContainer(after) || Array.isArray(before) !== Array.isArray(after)) {
    return [
      {
        path,
        ...(before === undefined ? {} : { before: before as Json }),
        ...(after === undefined ? {} : { after: after as Json }),
      },
    ]
  }
  const keys = new Set([...Object.keys(before), ...Object.keys(after)])
  return [...keys].flatMap(key =>
    differences(own(before, key), own(after, key), `${path}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`),
  )
}

/** A JSON value with a merge patch applied (RFC 7396): objects are merged, null removes, everything else replaces. */
export function merged(target: unknown, patch: unknown): unknown {
  if (!isContainer(patch) || Array.isArray(patch)) return patch
  const base = isContainer(target) && !Array.isArray(target) ? target : {}
  const entries = new Map(Object.entries(base))
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) entries.delete(key)
    else entries.set(key, merged(own(base, key), value))
  }
  return Object.fromEntries(entries)
}

function isContainer(value: unknown): value is object {
  return typeof value === 'object' && value !== null
}

function own(container: object, key: string): unknown {
  return Object.hasOwn(container, key) ? (container as Record<string, unknown>)[key] : undefined
}
