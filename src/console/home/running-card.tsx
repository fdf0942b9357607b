import { Skeleton } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { ReactElement } from 'react'
import { useProject } from '../data/project.ts'
import { RunProgress } from '../experiments/run-progress.tsx'
import { VerdictCell } from '../experiments/verdict-cell.tsx'
import { paths } from '../paths.ts'
import { Failed } from '../shell/failed.tsx'
import classes from './card.module.css'
import { Card } from './card.tsx'
import { useExperiments } from './use-experiments.ts'

const shownMax = 6

/** What runs, how far it is and what the last look said. */
export function RunningCard(): ReactElement {
  const project = useProject()
  const { items, loading, error, retry } = useExperiments()
  const running = items.filter(({ run }) => run.status === 'running')
  return (
    <Card title="Running experiments" more={{ label: 'All experiments', to: paths.experiments(project) }}>
      {error !== null ? (
        <Failed error={error} retry={retry} />
      ) : loading ? (
        <Skeleton height={88} />
      ) : running.length === 0 ? (
        <p className={classes.soft}>No experiment runs.</p>
      ) : (
        <ul className={classes.rows}>
          {running.slice(0, shownMax).map(experiment => (
            <li key={experiment.key} className={classes.row}>
              <div>
                <Link to={paths.report(project, experiment.key)}>{experiment.name}</Link>
                <div>
                  <VerdictCell experiment={experiment} />
                </div>
              </div>
              <div className={classes.progress}>
                <RunProgress experiment={experiment} />
              </div>
            </li>
          ))}
        </ul>
      )}
    </Card>
  )
}
