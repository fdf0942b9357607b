import type { ModelChange } from '../../contract/model-plan.ts'

/** The name of the next version of an event: `buy`, `buy_v2`, `buy_v3`. */
export function nextName(name: string): string {
  const [, plain = name, version = '1'] = /^(.*)_v(\d+)$/.exec(name) ?? []
  return `${plain}_v${Number(version) + 1}`
}

/** A name under which the first event that would break could be defined beside the old one; undefined when none would. */
export function newNameFor(changes: readonly ModelChange[]): string | undefined {
  const broken = changes.find(
    ({ noun, change, compatibility }) => noun === 'events' && change === 'changed' && compatibility === 'breaking',
  )
  return broken && nextName(broken.key)
}
