import { useMemo } from 'react'
import type { Attribute } from '../../contract/audience.ts'
import { resources } from '../../contract/routes.ts'
import { useProject } from '../data/project.ts'
import { usePages } from '../data/use-pages.ts'

/** What conditions are written with. */
export type Vocabulary = {
  attributes: ReadonlyMap<string, Attribute>
  /** What audiences and lists are called, by key. */
  audiences: ReadonlyMap<string, string>
  lists: ReadonlyMap<string, string>
  loading: boolean
}

/** The attributes, audiences and lists of the project. */
export function useVocabulary(): Vocabulary {
  const request = { params: { project: useProject() }, query: { limit: 500 } }
  const attributes = usePages(resources.attributes.list, request, { all: true })
  const audiences = usePages(resources.audiences.list, request, { all: true })
  const lists = usePages(resources.lists.list, request, { all: true })
  const loading = attributes.loading || audiences.loading || lists.loading
  return useMemo(
    () => ({
      attributes: new Map(attributes.items.map(one => [one.key, one])),
      audiences: namesOf(audiences.items),
      lists: namesOf(lists.items),
      loading,
    }),
    [attributes.items, audiences.items, lists.items, loading],
  )
}

function namesOf(items: readonly { key: string; name: string }[]): ReadonlyMap<string, string> {
  return new Map(items.map(({ key, name }) => [key, name]))
}
