import { queryOptions, type UseQueryResult, useQuery } from '@tanstack/react-query'
import type { RecommendedOutcome } from '../../contract/experiment.ts'
import { reports } from '../../contract/routes.ts'
import { call } from '../data/client.ts'
import { useProject } from '../data/project.ts'

/** What the rule said at the last recorded look; no look: nothing was said yet. */
export type Verdict = {
  look: number
  at: string
  health: 'ok' | 'warning' | 'failing' | 'unknown'
  outcomes: { variant: string; outcome: RecommendedOutcome }[]
}

const staleMs = 300_000
let last: Promise<unknown> = Promise.resolve()

/**
 * The recommendation of the last recorded look. What was recorded is read again, so no events are scanned, and one experiment is asked
 * for at a time, so a long list does not crowd out what somebody opens meanwhile.
 */
export function useVerdict(key: string, enabled: boolean): UseQueryResult<Verdict | null> {
  const project = useProject()
  return useQuery({ ...verdictQuery(project, key), enabled })
}

/** The same as a query, for whoever asks about several. */
export function verdictQuery(project: string, key: string) {
  return queryOptions<Verdict | null>({
    queryKey: ['verdict', project, key],
    queryFn: ({ signal }) => inTurn(() => verdictOf(project, key), signal),
    staleTime: staleMs,
  })
}

function inTurn<T>(ask: () => Promise<T>, signal: AbortSignal): Promise<T> {
  const next = last.then(() => {
    signal.throwIfAborted()
    return ask()
  })
  // The next one waits for this one whatever comes of it; the failure itself goes to whoever asked.
  last = next.then(
    () => undefined,
    () => undefined,
  )
  return next
}

async function verdictOf(project: string, key: string): Promise<Verdict | null> {
  const params = { project, key }
  const { body } = await call(reports.looks, { params, query: {} })
  const look = body.items.at(-1)
  if (look === undefined) return null
  const report = (await call(reports.report, { params, query: { until: look.at } })).body
  return {
    look: look.number,
    at: look.at,
    health: report.health.status,
    outcomes: report.recommendations.map(({ variant, outcome }) => ({ variant, outcome })),
  }
}
