import { Skeleton } from '@mantine/core'
import { useNavigate, useSearch } from '@tanstack/react-router'
import type { ReactElement } from 'react'
import { resources } from '../../contract/routes.ts'
import { useParam, useProject } from '../data/project.ts'
import { etagOf } from '../data/send-change.ts'
import { useAllowed } from '../data/session.ts'
import { useRoute } from '../data/use-route.ts'
import { HistoryDrawer } from '../parts/history-drawer.tsx'
import { KeyText } from '../parts/key-text.tsx'
import { StatusBadge } from '../parts/status-badge.tsx'
import { Failed } from '../shell/failed.tsx'
import { Screen } from '../shell/screen.tsx'
import { ExperimentActions } from './experiment-actions.tsx'
import { ExperimentFacts } from './experiment-facts.tsx'
import classes from './experiment-screen.module.css'
import { statusOf } from './kept-experiment.ts'
import { MetricsSection } from './metrics-section.tsx'
import { PhaseTimeline } from './phase-timeline.tsx'
import type { ExperimentSearch } from './routes.tsx'
import { Standing } from './standing.tsx'
import { VariantsSection } from './variants-section.tsx'

/** One experiment: what it asks, where it stands, who is in it, how it is measured, and what happened to it. */
export function ExperimentScreen(): ReactElement {
  const project = useProject()
  const key = useParam('key')
  const mayChange = useAllowed('editor')
  const navigate = useNavigate()
  const { history } = useSearch({ strict: false }) as ExperimentSearch
  const params = { project, key }
  const { data, error, refetch } = useRoute(resources.experiments.read, { params })
  const experiment = data?.body
  const flag = useRoute(
    resources.flags.read,
    { params: { project, key: experiment?.flag ?? '' } },
    { enabled: experiment !== undefined },
  )
  const show = (opened: boolean) =>
    void navigate({
      to: '.',
      search: (before: object) => ({ ...before, history: opened ? 'open' : '' }),
      replace: true,
    } as never)
  if (experiment === undefined)
    return (
      <Screen title={key}>
        {error === null ? <Skeleton height={320} /> : <Failed error={error} retry={() => void refetch()} />}
      </Screen>
    )
  return (
    <Screen
      title={experiment.name}
      beside={
        <>
          <StatusBadge status={statusOf(experiment)} />
          <KeyText>{key}</KeyText>
        </>
      }
      about={experiment.hypothesis ?? 'No hypothesis is written down.'}
      actions={<ExperimentActions experiment={experiment} mayChange={mayChange} onHistory={() => show(true)} />}
    >
      <div className={classes.columns}>
        <div className={classes.main}>
          <Standing experiment={experiment} mayChange={mayChange} />
          <VariantsSection experiment={experiment} flag={flag.data?.body} />
          <MetricsSection experiment={experiment} mayChange={mayChange} />
        </div>
        <aside className={classes.side} aria-label="Facts">
          <ExperimentFacts experiment={experiment} flag={flag.data?.body} />
          <PhaseTimeline experiment={experiment} />
        </aside>
      </div>
      <HistoryDrawer
        noun="experiments"
        params={params}
        etag={etagOf(experiment.meta)}
        mayChange={mayChange}
        opened={history !== undefined}
        onClose={() => show(false)}
      />
    </Screen>
  )
}
