import type { ReactNode } from 'react'
import type { Meta } from '../../contract/noun.ts'
import { resources } from '../../contract/routes.ts'
import { askWhy } from '../parts/ask-why.tsx'
import { sayUndoable } from '../parts/say-undoable.tsx'
import { useProject } from './project.ts'
import { etagOf } from './send-change.ts'
import { useChange } from './use-change.ts'

type Kept = { key: string; name: string; meta: Meta }

/** Archives definitions of a noun, which can be taken back at once or later, and brings archived ones back. */
export function useArchive(
  noun: 'flags' | 'audiences',
  /** What is said before: what it means, and that it can be undone. */
  { about, action }: { about: ReactNode; action: string },
): { archive: (kept: Kept, archived?: () => void) => Promise<void>; bringBack: (kept: Kept) => void } {
  const project = useProject()
  // The nouns share these routes; one of them stands for all.
  const routes = resources[noun] as (typeof resources)['flags']
  const archiving = useChange(routes.archive)
  const rollback = useChange(routes.rollback, { done: ({ name }) => `${name} is back` })
  const bringBack = ({ key, meta }: Kept) =>
    rollback.mutate({ params: { project, key }, body: { version: meta.version }, ifMatch: etagOf(meta) })
  const archive = async ({ key, name, meta }: Kept, archived?: () => void) => {
    const why = await askWhy({ title: `Archive ${name}?`, about, action, danger: true })
    if (why === undefined) return
    archiving.mutate(
      { params: { project, key }, ifMatch: etagOf(meta), ...(why === '' ? {} : { query: { why } }) },
      {
        onSuccess: answer => {
          sayUndoable(`${name} is archived`, () => bringBack(answer.body))
          archived?.()
        },
      },
    )
  }
  return { archive, bringBack }
}
