import type { QueryClient, QueryKey } from '@tanstack/react-query'
import { merged } from '../../core/model/difference.ts'
import { segmentsOf } from './key.ts'

/** A change of one definition before the server has confirmed it. */
export type Draft = { method: 'put' | 'patch'; path: string; body: unknown }

type Remembered = { body?: unknown; pages?: { items?: unknown[] }[] }

/** Shows a change wherever the definition is on screen already. Returns how to take it back. */
export function showDraft(client: QueryClient, draft: Draft): () => void {
  const own = segmentsOf(draft.path)
  const list = own.slice(0, -1)
  const key = decodeURIComponent(own.at(-1) ?? '')
  const before: [QueryKey, unknown][] = []
  for (const [queryKey, data] of client.getQueriesData<Remembered>({ queryKey: list })) {
    if (data === undefined) continue
    const shown = shownIn(queryKey, data, { own, list, key, draft })
    if (shown === data) continue
    before.push([queryKey, data])
    client.setQueryData(queryKey, shown)
  }
  return () => {
    for (const [queryKey, data] of before) client.setQueryData(queryKey, data)
  }
}

type Place = { own: string[]; list: string[]; key: string; draft: Draft }

function shownIn(queryKey: QueryKey, data: Remembered, { own, list, key, draft }: Place): Remembered {
  const depth = queryKey.findIndex(part => typeof part === 'object')
  const apply = (item: unknown) => applied(item, draft)
  const inItems = (items: unknown[]) => items.map(item => (keyOf(item) === key ? apply(item) : item))
  if (depth === own.length && own.every((piece, i) => queryKey[i] === piece)) return { ...data, body: apply(data.body) }
  if (depth !== list.length) return data
  if (data.pages) return { ...data, pages: data.pages.map(page => ({ ...page, items: inItems(page.items ?? []) })) }
  const { items } = (data.body ?? {}) as { items?: unknown[] }
  return items ? { ...data, body: { ...(data.body as object), items: inItems(items) } } : data
}

/** What a definition becomes by a change; the server's own fields stay. */
export function applied(item: unknown, { method, body }: Pick<Draft, 'method' | 'body'>): unknown {
  if (method === 'patch') return merged(item, body)
  const { meta, run } = item as { meta?: unknown; run?: unknown }
  return { ...(body as object), ...(meta === undefined ? {} : { meta }), ...(run === undefined ? {} : { run }) }
}

function keyOf(item: unknown): unknown {
  const { key, id } = (item ?? {}) as { key?: unknown; id?: unknown }
  return key ?? id
}
