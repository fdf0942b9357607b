import { Anchor } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { ReactElement } from 'react'
import type { MetricFormula } from '../../contract/metric.ts'
import { reports } from '../../contract/routes.ts'
import { health } from '../../contract/telemetry-routes.ts'
import { eventsOf } from '../../core/model/reference.ts'
import { useEnvironment } from '../data/environment.ts'
import { useProject } from '../data/project.ts'
import { useRoute } from '../data/use-route.ts'
import { Ago } from '../parts/ago.tsx'
import table from '../parts/plain-table.module.css'
import { Section } from '../parts/section.tsx'
import { StatusBadge } from '../parts/status-badge.tsx'
import { paths } from '../paths.ts'

/** The events a metric is computed from, what it reads of them, and how they are. */
export function MetricEvents({ formula }: { formula: MetricFormula }): ReactElement {
  const project = useProject()
  const [environment] = useEnvironment()
  const { data } = useRoute(health.all, { params: { project }, query: { environment } }, { staleMs: 60_000 })
  const volumes = useRoute(reports.freshness, { params: { project }, query: { environment } }, { staleMs: 60_000 })
  const reads = new Map<string, Set<string>>()
  for (const { event, properties } of eventsOf(formula))
    reads.set(event, new Set([...(reads.get(event) ?? []), ...properties]))
  return (
    <Section title="Events beneath" about={`How they are in ${environment}.`} flush>
      {reads.size === 0 ? (
        <p className={table.soft} style={{ padding: '0 1rem 0.75rem', margin: 0 }}>
          It counts units with any event.
        </p>
      ) : (
        <table className={table.table}>
          <thead>
            <tr>
              <th scope="col">Event</th>
              <th scope="col">Reads</th>
              <th scope="col">Health</th>
            </tr>
          </thead>
          <tbody>
            {[...reads].map(([event, properties]) => {
              const seen = volumes.data?.body.items.find(one => one.event === event)?.lastReceived
              const found = data?.body.items.find(one => one.event === event)
              return (
                <tr key={event}>
                  <td>
                    <Anchor component={Link} to={paths.event(project, event)}>
                      {event}
                    </Anchor>
                    {seen !== undefined && (
                      <span className={table.quiet}>
                        last seen <Ago time={seen} />
                      </span>
                    )}
                  </td>
                  <td data-label="Reads">{properties.size === 0 ? 'that it happened' : [...properties].join(', ')}</td>
                  <td>
                    <StatusBadge status={found?.status ?? 'unknown'} />
                    {found !== undefined && found.status !== 'ok' && (
                      <span className={table.quiet}>{found.detail}</span>
                    )}
                  </td>
                </tr>
              )
            })}
          </tbody>
        </table>
      )}
    </Section>
  )
}
