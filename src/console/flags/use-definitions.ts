import { useMemo } from 'react'
import { resources } from '../../contract/routes.ts'
import type { Definitions } from '../../core/evaluate/definitions.ts'
import { useProject } from '../data/project.ts'
import { usePages } from '../data/use-pages.ts'

/** Everything flags refer to, as the evaluator and its checks want it; `loading` until all of it is there. */
export function useDefinitions(): { definitions: Definitions; loading: boolean } {
  const request = { params: { project: useProject() }, query: { limit: 500 } }
  const flags = usePages(resources.flags.list, request, { all: true })
  const audiences = usePages(resources.audiences.list, request, { all: true })
  const lists = usePages(resources.lists.list, request, { all: true })
  const attributes = usePages(resources.attributes.list, request, { all: true })
  const experiments = usePages(resources.experiments.list, request, { all: true })
  const definitions = useMemo(
    () => ({
      flags: flags.items,
      audiences: audiences.items,
      lists: lists.items,
      attributes: attributes.items,
      experiments: experiments.items,
    }),
    [flags.items, audiences.items, lists.items, attributes.items, experiments.items],
  )
  const all = [flags, audiences, lists, attributes, experiments]
  return { definitions, loading: all.some(({ loading, more }) => loading || more) }
}
