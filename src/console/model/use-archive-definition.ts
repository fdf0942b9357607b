import type { Meta } from '../../contract/noun.ts'
import { resources } from '../../contract/routes.ts'
import { useProject } from '../data/project.ts'
import { etagOf } from '../data/send-change.ts'
import { useChange } from '../data/use-change.ts'
import { askWhy } from '../parts/ask-why.tsx'
import { sayUndoable } from '../parts/say-undoable.tsx'

type Kept = { key: string; meta: Meta }

/** Archives an event or a metric, which can be taken back. What something rests on is refused by the server, which says by whom. */
export function useArchiveDefinition(noun: 'events' | 'metrics'): (kept: Kept, archived: () => void) => Promise<void> {
  const project = useProject()
  const one = noun === 'events' ? 'event' : 'metric'
  // Both nouns share these routes; one stands for both.
  const routes = resources[noun] as (typeof resources)['metrics']
  const archiving = useChange(routes.archive)
  const rollback = useChange(routes.rollback, { done: ({ key }) => `${key} is back` })
  return async ({ key, meta }, archived) => {
    const why = await askWhy({
      title: `Archive ${key}?`,
      about:
        noun === 'events'
          ? 'Apps that still send it find it in quarantine. What is stored stays, and the event can be brought back.'
          : 'It can no longer be chosen or charted. Its history stays, and it can be brought back.',
      action: `Archive the ${one}`,
      danger: true,
    })
    if (why === undefined) return
    archiving.mutate(
      { params: { project, key }, ifMatch: etagOf(meta), ...(why === '' ? {} : { query: { why } }) },
      {
        onSuccess: ({ body }) => {
          archived()
          sayUndoable(`${key} is archived`, () =>
            rollback.mutate({ params: { project, key }, body: { version: meta.version }, ifMatch: etagOf(body.meta) }),
          )
        },
      },
    )
  }
}
