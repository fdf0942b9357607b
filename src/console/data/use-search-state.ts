import { useNavigate, useSearch } from '@tanstack/react-router'
import { useCallback } from 'react'

/** What the address says behind the question mark, and how to change parts of it; an empty or absent text leaves. */
export function useSearchState<Search extends object>(): [
  Search,
  (change: Partial<Record<keyof Search, string>>) => void,
] {
  const navigate = useNavigate()
  const search = useSearch({ strict: false }) as Search
  const change = useCallback(
    (part: Partial<Record<keyof Search, string>>) =>
      void navigate({ to: '.', search: (before: object) => ({ ...before, ...part }), replace: true } as never),
    [navigate],
  )
  return [search, change]
}
