import { Skeleton } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { ReactElement } from 'react'
import { reports } from '../../contract/routes.ts'
import { plural } from '../../core/report/number-text.ts'
import { useProject } from '../data/project.ts'
import { useRoute } from '../data/use-route.ts'
import { LinkButton } from '../parts/link-button.tsx'
import { StatusBadge } from '../parts/status-badge.tsx'
import { paths } from '../paths.ts'
import { checkName } from '../report/check-name.ts'
import { Failed } from '../shell/failed.tsx'
import classes from './experiment-screen.module.css'
import type { KeptExperiment } from './kept-experiment.ts'
import { RunProgress } from './run-progress.tsx'
import { VerdictCell } from './verdict-cell.tsx'

type Props = { experiment: KeptExperiment; mayChange: boolean }

const titles = {
  running: 'It runs',
  stopped: 'It has stopped and waits for a decision',
  decided: 'It is decided',
}

/** Where an experiment stands: how far, what the rule says, and what its health checks notice. */
export function Standing({ experiment, mayChange }: Props): ReactElement {
  const project = useProject()
  const { key, run } = experiment
  if (run.status === 'draft')
    return (
      <section className={classes.standing} aria-label="Where it stands">
        <div className={classes.standingHead}>
          <div>
            <h2 className={classes.standingTitle}>A draft</h2>
            <p className={classes.note}>Nobody takes part before it is started.</p>
          </div>
          {mayChange && (
            <LinkButton variant="default" to={`${paths.newExperiment(project)}?draft=${key}&step=start`}>
              What is missing?
            </LinkButton>
          )}
        </div>
      </section>
    )
  return (
    <section className={classes.standing} aria-label="Where it stands">
      <div className={classes.standingHead}>
        <div className={classes.standingName}>
          <h2 className={classes.standingTitle}>{titles[run.status]}</h2>
          <VerdictCell experiment={experiment} />
        </div>
        <RunProgress experiment={experiment} />
      </div>
      <HealthNotes experiment={experiment} />
    </section>
  )
}

function HealthNotes({ experiment }: { experiment: KeptExperiment }): ReactElement {
  const project = useProject()
  const { data, error, refetch } = useRoute(
    reports.report,
    { params: { project, key: experiment.key }, query: {} },
    { staleMs: 60_000 },
  )
  if (error !== null) return <Failed error={error} retry={() => void refetch()} />
  if (data === undefined) return <Skeleton height={14} width="60%" mt="sm" />
  const { exposures, unit, health } = data.body
  const noticed = health.checks.filter(({ status }) => status === 'failing' || status === 'warning')
  return (
    <>
      <p className={classes.note}>
        {plural(exposures.units, unit)} took part{experiment.run.status === 'running' && ' so far'}.{' '}
        {noticed.length === 0 &&
          (health.status === 'ok' ? 'Every health check passes. ' : 'Nothing is known to be wrong. ')}
        <Link to={paths.report(project, experiment.key)}>See the report</Link>
      </p>
      {noticed.length > 0 && (
        <ul className={classes.list} aria-label="What the health checks notice">
          {noticed.map(({ check, status, detail }) => (
            <li key={`${check} ${detail}`}>
              <StatusBadge status={status} />
              <span>
                {checkName(check)}: {detail}
              </span>
            </li>
          ))}
        </ul>
      )}
    </>
  )
}
