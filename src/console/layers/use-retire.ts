import type { Meta } from '../../contract/noun.ts'
import { resources } from '../../contract/routes.ts'
import { useProject } from '../data/project.ts'
import { etagOf } from '../data/send-change.ts'
import { useChange } from '../data/use-change.ts'
import { askWhy } from '../parts/ask-why.tsx'
import { sayUndoable } from '../parts/say-undoable.tsx'

type Retired = { key: string; name: string; meta: Meta }

const consequences = {
  layers: 'Experiments that are over keep it in their history. One that still names it stands in the way.',
  holdouts: 'Those kept out so far may take part in experiments from then on, so comparing them ends here.',
}

/** Archives a layer or a holdout after asking why; one press brings it back. */
export function useRetire(noun: 'layers' | 'holdouts'): (one: Retired) => Promise<void> {
  const project = useProject()
  // The nouns share these routes; one of them stands for both.
  const routes = resources[noun] as (typeof resources)['layers']
  const archiving = useChange(routes.archive)
  const rollback = useChange(routes.rollback, { done: ({ name }) => `${name} is back` })
  return async ({ key, name, meta }) => {
    const why = await askWhy({
      title: `Archive ${name}?`,
      about: consequences[noun],
      action: noun === 'layers' ? 'Archive the layer' : 'Archive the holdout',
      danger: true,
    })
    if (why === undefined) return
    const params = { project, key }
    archiving.mutate(
      { params, ifMatch: etagOf(meta), ...(why === '' ? {} : { query: { why } }) },
      {
        onSuccess: ({ body }) =>
          sayUndoable(`${name} is archived`, () =>
            rollback.mutate({ params, body: { version: body.meta.version }, ifMatch: etagOf(body.meta) }),
          ),
      },
    )
  }
}
