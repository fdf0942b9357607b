import { useMemo } from 'react'
import { privacy } from '../../contract/privacy-routes.ts'
import { reports, resources } from '../../contract/routes.ts'
import { health } from '../../contract/telemetry-routes.ts'
import { measurement } from '../../contract/understanding-routes.ts'
import { useEnvironment } from '../data/environment.ts'
import { useProject } from '../data/project.ts'
import { usePages } from '../data/use-pages.ts'
import { useRoute } from '../data/use-route.ts'
import { type CatalogRow, catalogRows } from './catalog-row.ts'

/** The whole catalogue; what health and usage say comes in after the definitions. */
export function useCatalog(): { rows: CatalogRow[]; loading: boolean; error: unknown; retry: () => void } {
  const params = { project: useProject() }
  const [environment] = useEnvironment()
  const everything = { params, query: { limit: 500 } }
  const events = usePages(resources.events.list, everything, { all: true })
  const metrics = usePages(resources.metrics.list, everything, { all: true })
  const healthOf = useRoute(health.all, { params, query: { environment } }, { staleMs: 60_000 })
  const volumes = useRoute(reports.freshness, { params, query: { environment } }, { staleMs: 60_000 })
  const unused = useRoute(measurement.unusedEvents, { params }, { staleMs: 600_000 })
  const pending = useRoute(privacy.reviews, { params, query: { status: 'pending' } })
  const lineage = useRoute(measurement.lineage, { params })
  const rows = useMemo(
    () =>
      catalogRows({
        events: events.items,
        metrics: metrics.items,
        health: healthOf.data?.body.items ?? [],
        volumes: volumes.data?.body.items ?? [],
        unused: unused.data?.body.items ?? [],
        pending: pending.data?.body.items ?? [],
        lineage: lineage.data?.body,
      }),
    [events.items, metrics.items, healthOf.data, volumes.data, unused.data, pending.data, lineage.data],
  )
  return {
    rows,
    loading: events.loading || metrics.loading,
    error: events.error ?? metrics.error,
    retry: () => {
      events.retry()
      metrics.retry()
    },
  }
}
