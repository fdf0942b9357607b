import { Button, Skeleton } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { ReactElement } from 'react'
import type { Incident } from '../../contract/health.ts'
import { health } from '../../contract/telemetry-routes.ts'
import { span } from '../../core/report/number-text.ts'
import { useProject } from '../data/project.ts'
import { usePages } from '../data/use-pages.ts'
import { Ago } from '../parts/ago.tsx'
import { exactText } from '../parts/ago-text.ts'
import { EmptyState } from '../parts/empty-state.tsx'
import { numberText } from '../parts/number-text.tsx'
import { sentence } from '../parts/sentence.ts'
import { StatusBadge } from '../parts/status-badge.tsx'
import { paths } from '../paths.ts'
import { Failed } from '../shell/failed.tsx'
import classes from './health.module.css'
import { checkText } from './health-text.ts'

type Props = {
  environment: string
  event?: string
  status?: 'open' | 'closed' | undefined
  /** Text the incidents have to contain. */
  words?: string
}

/** What was or is wrong, newest first: since when, how large, where it sits, when it was over. */
export function IncidentList({ environment, event, status, words = '' }: Props): ReactElement {
  const project = useProject()
  const incidents = usePages(health.incidents, {
    params: { project },
    query: {
      environment,
      limit: 100,
      ...(event === undefined ? {} : { event }),
      ...(status === undefined ? {} : { status }),
    },
  })
  const { items, loading, error, more, loadMore, loadingMore, retry } = incidents
  if (error !== null) return <Failed error={error} retry={retry} />
  if (loading) return <Skeleton height={120} />
  const shown = items.filter(one => `${one.event} ${one.check} ${one.detail}`.toLowerCase().includes(words))
  if (shown.length === 0)
    return (
      <EmptyState title={status === 'open' ? 'No incident is open' : 'No incidents'}>
        When events go missing, double or drift further than chance explains, it is noted here and webhooks are told.
      </EmptyState>
    )
  return (
    <>
      <ol className={classes.incidents} aria-label="Incidents">
        {shown.map(incident => (
          <IncidentRow key={incident.id} incident={incident} linked={event === undefined} />
        ))}
      </ol>
      {more && (
        <Button variant="default" mt="sm" loading={loadingMore} onClick={loadMore}>
          Earlier incidents
        </Button>
      )}
    </>
  )
}

function IncidentRow({ incident, linked }: { incident: Incident; linked: boolean }): ReactElement {
  const project = useProject()
  const { event, check, property, status, detail, start, end, closedAt, observed, expected, windowHours, segment } =
    incident
  const name = event.startsWith('$') ? 'All events' : event
  const where = Object.entries(segment ?? {}).map(([field, value]) => `${field} ${value}`)
  return (
    <li className={classes.incident}>
      <StatusBadge status={status} />
      <div className={classes.what}>
        <b>
          {linked && !event.startsWith('$') ? <Link to={paths.eventHealth(project, event)}>{name}</Link> : name}
          {`: ${checkText(check).toLowerCase()}`}
          {property !== undefined && ` of ${property}`}
        </b>
        <div>{sentence(detail)}</div>
        <div className={classes.soft}>
          {numberText(observed, 'count')} seen, {numberText(Math.round(expected), 'count')} expected in {windowHours} h
          {where.length > 0 && `, in ${where.join(', ')}`}
        </div>
      </div>
      <div className={classes.when}>
        <div>
          began <Ago time={start} />
        </div>
        {status === 'closed' && <div>{lasted(start, end ?? closedAt)}</div>}
        <div>{exactText(start)}</div>
      </div>
    </li>
  )
}

function lasted(start: string, end: string | undefined): string {
  return end === undefined ? 'over' : `lasted ${span(Math.max(0, Date.parse(end) - Date.parse(start)))}`
}
