import { useInfiniteQuery } from '@tanstack/react-query'
import { useEffect, useMemo } from 'react'
import type { Answer, Request, Route } from '../../contract/route.ts'
import { call } from './client.ts'
import { queryKeyOf } from './key.ts'

type Page = { items: readonly unknown[]; nextCursor?: string | undefined }
type ItemOf<R extends Route> = Answer<R> extends { items: readonly (infer Item)[] } ? Item : never

/** A list as far as it is loaded. */
export type Pages<Item> = {
  items: Item[]
  /** True until the first page is there. */
  loading: boolean
  loadingMore: boolean
  error: unknown
  more: boolean
  /** Loads the next page; does nothing when there is none or one is under way. */
  loadMore(): void
  retry(): void
}

/** Reads a list page by page over its `nextCursor`; with `all` it goes on by itself, so that sorting and filtering see everything. */
export function usePages<R extends Route>(
  route: R,
  request: Request<R>,
  { enabled = true, all = false }: { enabled?: boolean; all?: boolean } = {},
): Pages<ItemOf<R>> {
  const found = useInfiniteQuery({
    queryKey: [...queryKeyOf(route, request), 'pages'],
    queryFn: async ({ pageParam }) => {
      const { query } = request as { query?: Record<string, unknown> }
      const asked = pageParam === undefined ? request : { ...request, query: { ...query, cursor: pageParam } }
      const { body } = await call(route, asked as Request<R>)
      return body as unknown as Page
    },
    initialPageParam: undefined as string | undefined,
    getNextPageParam: page => page.nextCursor,
    enabled,
  })
  const { data, hasNextPage, isFetchingNextPage, fetchNextPage } = found
  const items = useMemo(() => (data?.pages ?? []).flatMap(page => page.items) as ItemOf<R>[], [data])
  useEffect(() => {
    if (all && hasNextPage && !isFetchingNextPage) void fetchNextPage()
  }, [all, hasNextPage, isFetchingNextPage, fetchNextPage])
  return {
    items,
    loading: found.isPending,
    loadingMore: isFetchingNextPage,
    error: found.error,
    more: hasNextPage,
    loadMore: () => {
      if (hasNextPage && !isFetchingNextPage) void fetchNextPage()
    },
    retry: () => void found.refetch(),
  }
}
