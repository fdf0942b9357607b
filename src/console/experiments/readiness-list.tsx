import { Link } from '@tanstack/react-router'
import type { ReactElement } from 'react'
import type { MeasuredEvent, MeasurementPlan } from '../../contract/measurement-plan.ts'
import type { Readiness } from '../../contract/readiness.ts'
import { useProject } from '../data/project.ts'
import { Ago } from '../parts/ago.tsx'
import { StatusBadge } from '../parts/status-badge.tsx'
import { paths } from '../paths.ts'
import classes from './readiness-list.module.css'

const words: Record<Readiness, { text: string; tone: 'ok' | 'warning' | 'failing' }> = {
  ready: { text: 'ready', tone: 'ok' },
  missing: { text: 'missing', tone: 'failing' },
  'not-arriving': { text: 'not arriving', tone: 'failing' },
  unreviewed: { text: 'unreviewed', tone: 'warning' },
  unhealthy: { text: 'incident open', tone: 'warning' },
}

/** Whether each metric can be measured now, event by event, and where to go about what cannot. */
export function ReadinessList({
  plan,
  names,
}: {
  plan: MeasurementPlan
  names: ReadonlyMap<string, string>
}): ReactElement {
  const project = useProject()
  return (
    <ul className={classes.list} aria-label="Whether everything can be measured">
      {plan.unit !== undefined && plan.unit.status !== 'ready' && (
        <li className={classes.metric}>
          <div className={classes.head}>
            <span className={classes.names}>
              <span className={classes.name}>{plan.unit.unit}</span>
            </span>
            <Badge status={plan.unit.status} />
          </div>
          <p className={classes.detail}>{plan.unit.detail}</p>
        </li>
      )}
      {plan.metrics.map(({ metric, role, status, detail, events }) => (
        <li key={metric} className={classes.metric}>
          <div className={classes.head}>
            <span className={classes.names}>
              <Link to={paths.metric(project, metric)} className={classes.name ?? ''}>
                {names.get(metric) ?? metric}
              </Link>
              <span className={classes.role}>{role}</span>
            </span>
            <Badge status={status} />
          </div>
          {events.length === 0 && <p className={classes.detail}>{detail}</p>}
          <ul className={classes.events}>
            {events.map(event => (
              <EventLine key={event.event} {...event} />
            ))}
          </ul>
        </li>
      ))}
    </ul>
  )
}

function EventLine({ event, status, detail, lastSeen }: MeasuredEvent): ReactElement {
  const project = useProject()
  const { label, to } = remedy(status, event, project)
  return (
    <li className={classes.event}>
      <code>{event}</code>
      {status === 'ready' ? (
        <span className={classes.detail}>
          {lastSeen === undefined ? (
            detail
          ) : (
            <>
              last seen <Ago time={lastSeen} />
            </>
          )}
        </span>
      ) : (
        <span className={classes.detail}>
          {detail}. <Link to={to}>{label}</Link>
        </span>
      )}
    </li>
  )
}

/** Where something that cannot be measured is dealt with. */
function remedy(status: Readiness, event: string, project: string): { label: string; to: string } {
  switch (status) {
    case 'missing':
      return { label: 'Open the event', to: paths.event(project, event) }
    case 'unreviewed':
      return { label: 'Open the privacy review', to: paths.reviews(project) }
    case 'unhealthy':
      return { label: 'See what is wrong', to: paths.eventHealth(project, event) }
    default:
      return { label: 'Watch what arrives', to: paths.stream(project) }
  }
}

function Badge({ status }: { status: Readiness }): ReactElement {
  return <StatusBadge status={words[status].text} tone={words[status].tone} />
}
