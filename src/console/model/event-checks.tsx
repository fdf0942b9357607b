import { Anchor, Skeleton } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { ReactElement } from 'react'
import { health } from '../../contract/telemetry-routes.ts'
import { useEnvironment } from '../data/environment.ts'
import { useProject } from '../data/project.ts'
import { useRoute } from '../data/use-route.ts'
import { exactText } from '../parts/ago-text.ts'
import { Section } from '../parts/section.tsx'
import { StatusBadge } from '../parts/status-badge.tsx'
import { paths } from '../paths.ts'
import { Failed } from '../shell/failed.tsx'
import classes from './event-screen.module.css'

/** How an event is, in a few lines; every check with its query is on its health page. */
export function EventChecks({ event }: { event: string }): ReactElement {
  const project = useProject()
  const [environment] = useEnvironment()
  const { data, error, refetch } = useRoute(health.one, { params: { project, event }, query: { environment } })
  const found = data?.body
  const bad = found?.checks.filter(({ status }) => status === 'failing' || status === 'warning') ?? []
  return (
    <Section
      title="Health"
      about={found && `In ${environment}, up to ${exactText(found.until)}.`}
      actions={
        <Anchor component={Link} to={paths.eventHealth(project, event)}>
          All checks
        </Anchor>
      }
    >
      {error ? (
        <Failed error={error} retry={() => void refetch()} />
      ) : found === undefined ? (
        <Skeleton height={40} />
      ) : (
        <ul className={classes.checks}>
          {bad.length === 0 && (
            <li>
              <StatusBadge status={found.status} /> <span>{found.detail}</span>
            </li>
          )}
          {bad.map(({ check, property, status, detail }) => (
            <li key={`${check} ${property ?? ''}`}>
              <StatusBadge status={status} />{' '}
              <span>
                {check}
                {property === undefined ? '' : ` of ${property}`}: {detail}
              </span>
            </li>
          ))}
        </ul>
      )}
    </Section>
  )
}
