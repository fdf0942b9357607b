import { health } from '../../contract/telemetry-routes.ts'
import { useEnvironment } from '../data/environment.ts'
import { useProject } from '../data/project.ts'
import { useRoute } from '../data/use-route.ts'
import { checkText } from '../health/health-text.ts'
import { Ago } from '../parts/ago.tsx'
import { sentence } from '../parts/sentence.ts'
import { paths } from '../paths.ts'
import { deliveryName } from './delivery-name.ts'
import type { Need, Needs } from './need.ts'

/** Open incidents of every environment, and events that fail now without one. */
export function useTelemetryNeeds(): Needs {
  const project = useProject()
  const [environment] = useEnvironment()
  const params = { project }
  const incidents = useRoute(
    health.incidents,
    { params, query: { status: 'open', limit: 100 } },
    { refetchIntervalMs: 60_000 },
  )
  const all = useRoute(health.all, { params, query: { environment } }, { refetchIntervalMs: 60_000 })
  const placeOf = (event: string) =>
    event === deliveryName ? paths.health(project) : paths.eventHealth(project, event)
  const open = incidents.data?.body.items ?? []
  const needs: Need[] = open.map(({ id, event, check, detail, start, environment: where }) => ({
    kind: 'telemetry',
    key: id,
    title: `${event === deliveryName ? 'All events' : event}: ${checkText(check).toLowerCase()}`,
    to: placeOf(event),
    action: 'Investigate',
    status: { text: 'incident', tone: 'failing' },
    about: (
      <>
        {sentence(detail)} In {where} since <Ago time={start} />.
      </>
    ),
  }))
  for (const { event, status, detail } of all.data?.body.items ?? []) {
    if (status !== 'failing' || open.some(one => one.event === event && one.environment === environment)) continue
    needs.push({
      kind: 'telemetry',
      key: `health ${event}`,
      title: event,
      to: placeOf(event),
      action: 'Investigate',
      status: { text: 'failing', tone: 'failing' },
      about: `${sentence(detail)} In ${environment}.`,
    })
  }
  return {
    needs,
    loading: incidents.isPending || all.isPending,
    error: incidents.error ?? all.error,
    retry: () => void Promise.all([incidents.refetch(), all.refetch()]),
  }
}
