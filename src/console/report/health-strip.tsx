import { IconAlertTriangle, IconCircleCheck, IconHelpCircle, IconOctagon } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import type { ReactElement } from 'react'
import type { HealthCheck, HealthStatus, Report } from '../../contract/report.ts'
import { useProject } from '../data/project.ts'
import { paths } from '../paths.ts'
import { checkName } from './check-name.ts'
import classes from './health-strip.module.css'

const icons = { ok: IconCircleCheck, warning: IconAlertTriangle, failing: IconOctagon, unknown: IconHelpCircle }
const order: readonly HealthStatus[] = ['failing', 'warning', 'unknown', 'ok']
const summaries: Record<HealthStatus, string> = {
  ok: 'Healthy',
  warning: 'Healthy, with warnings',
  failing: 'Not healthy',
  unknown: 'Nothing to judge yet',
}

/** Why the numbers beneath may be trusted, or may not: every check with its reason, the worst first. */
export function HealthStrip({ report }: { report: Report }): ReactElement {
  const { status, checks } = report.health
  const sorted = [...checks].sort((one, other) => order.indexOf(one.status) - order.indexOf(other.status))
  const said = new Set(checks.map(({ detail }) => detail))
  const troubled = report.eventHealth.filter(
    ({ status: how, detail }) => (how === 'failing' || how === 'warning') && !said.has(detail),
  )
  return (
    <section aria-label="Health" className={classes.strip}>
      <h2 className={classes.title} data-status={status}>
        <Sign status={status} />
        {summaries[status]}
      </h2>
      <ul className={classes.checks}>
        {sorted.map(check => (
          <Check key={`${check.check} ${check.detail}`} check={check} />
        ))}
        {troubled.map(({ event, status: how, detail }) => (
          <li key={event} data-status={how}>
            <Sign status={how} />
            <span className={classes.detail}>
              <EventLink event={event} />: {detail}
            </span>
          </li>
        ))}
      </ul>
      {report.startedUnready !== undefined && (
        <p className={classes.note}>
          Started before everything could be measured ({report.startedUnready.reason}):{' '}
          {report.startedUnready.missing
            .map(({ event, metric, detail }) => `${event ?? metric ?? 'plan'}, ${detail}`)
            .join('; ')}
          .
        </p>
      )}
    </section>
  )
}

function Check({ check: { check, status, detail } }: { check: HealthCheck }): ReactElement {
  return (
    <li data-status={status}>
      <Sign status={status} />
      <span className={classes.detail}>
        <span className={classes.name}>{checkName(check)}</span> {detail}
      </span>
    </li>
  )
}

/** A status as an icon that is read aloud. */
export function Sign({ status }: { status: HealthStatus }): ReactElement {
  const Icon = icons[status]
  return <Icon size={15} className={classes.sign ?? ''} data-status={status} aria-label={status} />
}

function EventLink({ event }: { event: string }): ReactElement {
  return <Link to={paths.eventHealth(useProject(), event)}>{event}</Link>
}
