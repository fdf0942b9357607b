import type { Meta } from '../../contract/noun.ts'
import { resources } from '../../contract/routes.ts'
import { useProject } from '../data/project.ts'
import { etagOf } from '../data/send-change.ts'
import { useChange } from '../data/use-change.ts'
import { confirmByName } from '../parts/confirm-by-name.tsx'

/** Archives an attribute or a list, after asking by its name. */
export function useArchiveNamed(noun: 'attributes' | 'lists'): (one: { key: string; meta: Meta }) => Promise<void> {
  const project = useProject()
  // The nouns share these routes.
  const routes = resources[noun] as (typeof resources)['attributes']
  const archive = useChange(routes.archive, { done: ({ key }) => `${key} is archived` })
  return async ({ key, meta }) => {
    const sure = await confirmByName({
      title: `Archive ${key}?`,
      name: key,
      consequences: 'Rules and audiences that use it have to be changed first. Its history brings it back.',
      action: 'Archive',
    })
    if (sure) archive.mutate({ params: { project, key }, ifMatch: etagOf(meta) })
  }
}
