import { createContext, useContext } from 'react'
import type { Issue } from '../../contract/problem.ts'

/** What is wrong, by JSON pointer. */
export type Faults = ReadonlyMap<string, string>

/** What is wrong with everything below; fields take theirs with `useFault`. */
export const FaultsContext = createContext<Faults>(new Map())

/** What is wrong at a place, to be said beside its field. */
export function useFault(path: string): string | undefined {
  return useContext(FaultsContext).get(path)
}

/** Issues by their place; the first of a place counts. */
export function faultsOf(issues: readonly Pick<Issue, 'path' | 'message'>[]): Faults {
  const faults = new Map<string, string>()
  for (const { path, message } of issues) if (!faults.has(path)) faults.set(path, message)
  return faults
}

/** The first thing that is wrong below a place, for a field that stands for all of it. */
export function useFaultBelow(path: string): string | undefined {
  const faults = useContext(FaultsContext)
  for (const [at, message] of faults) if (at === path || at.startsWith(`${path}/`)) return message
  return undefined
}
