import { useMemo } from 'react'
import { resources } from '../../contract/routes.ts'
import type { ServingNames } from '../../core/evaluate/serving-text.ts'
import { useProject } from '../data/project.ts'
import { usePages } from '../data/use-pages.ts'
import { useVocabulary } from './use-vocabulary.ts'

/** What the sentences of rules call audiences, lists and experiments. */
export function useServingNames(): ServingNames {
  const { audiences, lists } = useVocabulary()
  const { items } = usePages(
    resources.experiments.list,
    { params: { project: useProject() }, query: { limit: 500 } },
    { all: true },
  )
  return useMemo(
    () => ({ audiences, lists, experiments: new Map(items.map(({ key, name }) => [key, name])) }),
    [audiences, lists, items],
  )
}
