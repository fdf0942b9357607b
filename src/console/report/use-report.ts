import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import type { Look } from '../../contract/look.ts'
import type { Report } from '../../contract/report.ts'
import { reports } from '../../contract/routes.ts'
import { call } from '../data/client.ts'
import { useRoute } from '../data/use-route.ts'

const refreshMs = 60_000
/** What takes longer than this is worth showing something else for meanwhile. */
const patienceMs = 200

type Asked = { project: string; key: string; phase: string | undefined; until: string | undefined }

/** A report to show; `recorded` is the look it rests on while the present one is still being calculated. */
export type ShownReport = {
  report: Report | undefined
  recorded: Look | undefined
  error: Error | null
  retry: () => void
}

/**
 * The report of an experiment, up to now or a chosen moment. Up to now it may have to read millions of events; meanwhile
 * the last recorded look is shown, which is only read again.
 */
export function useReport({ project, key, phase, until }: Asked): ShownReport {
  const params = { project, key }
  const query = phase === undefined ? {} : { phase: Number(phase) }
  const present = useRoute(
    reports.report,
    { params, query: { ...query, ...(until === undefined ? {} : { until }) } },
    { keepPrevious: true, ...(until === undefined ? { refetchIntervalMs: refreshMs } : {}) },
  )
  const waits = useLasting(until === undefined && present.isPending, patienceMs)
  const recorded = useQuery({
    queryKey: ['last look', project, key, phase],
    queryFn: async () => {
      const look = (await call(reports.looks, { params, query })).body.items.at(-1)
      if (look === undefined) return null
      return { look, report: (await call(reports.report, { params, query: { ...query, until: look.at } })).body }
    },
    enabled: waits,
  })
  const { data, error, refetch } = present
  const meanwhile = data === undefined && waits ? recorded.data : undefined
  return {
    report: data?.body ?? meanwhile?.report,
    recorded: meanwhile?.look,
    error,
    retry: () => void refetch(),
  }
}

/** Whether something has been so for a while. */
function useLasting(is: boolean, ms: number): boolean {
  const [lasts, setLasts] = useState(false)
  useEffect(() => {
    if (!is) return
    const timer = setTimeout(() => setLasts(true), ms)
    return () => {
      clearTimeout(timer)
      setLasts(false)
    }
  }, [is, ms])
  return lasts
}
