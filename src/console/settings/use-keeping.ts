import type { Meta } from '../../contract/noun.ts'
import { resources } from '../../contract/routes.ts'
import { etagOf } from '../data/send-change.ts'
import { useChange } from '../data/use-change.ts'
import { fieldErrors } from '../parts/field-errors.ts'

/** What became of it, and how to keep it. */
export type Keeping = {
  /** Of the last attempt; null when there was none or it went well. */
  error: Error | null
  /** What is wrong, by field. */
  errors: Record<string, string>
  busy: boolean
  /** `identity` is what only a new one is given, `fields` what can be changed; an empty description is none. */
  keep(identity: object, fields: object, description: string, onDone: () => void): void
}

/** Creates a definition, or changes the current one, with the failures kept for its form. */
export function useKeeping(
  noun: 'environments' | 'attributes' | 'lists' | 'webhooks',
  { project, current }: { project: string; current: { key: string; meta: Meta } | undefined },
  nameOf: (key: string, name: string | undefined) => string,
): Keeping {
  // The nouns share these routes.
  const routes = resources[noun] as (typeof resources)['environments']
  const said = (what: string) => (one: { key: string; name?: string }) => `${nameOf(one.key, one.name)} is ${what}`
  const create = useChange(routes.create, { quiet: true, done: said('there') })
  const save = useChange(routes.change, { quiet: true, done: said('changed') })
  const error = create.error ?? save.error
  return {
    error,
    errors: error === null ? {} : fieldErrors(error),
    busy: create.isPending || save.isPending,
    keep(identity, fields, text, onDone) {
      const description = text.trim()
      const done = { onSuccess: onDone }
      if (current === undefined) {
        const body = { ...identity, ...fields, ...(description === '' ? {} : { description }) }
        create.mutate({ params: { project }, body: body as { key: string; name: string } }, done)
      } else {
        const body = { ...fields, description: description === '' ? null : description }
        save.mutate({ params: { project, key: current.key }, body, ifMatch: etagOf(current.meta) }, done)
      }
    },
  }
}
