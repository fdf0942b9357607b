import { Button, Loader, Skeleton, Stack } from '@mantine/core'
import type { ReactElement } from 'react'
import type { Look } from '../../contract/look.ts'
import type { Report } from '../../contract/report.ts'
import { resources } from '../../contract/routes.ts'
import { useParam, useProject } from '../data/project.ts'
import { useAllowed } from '../data/session.ts'
import { useRoute } from '../data/use-route.ts'
import { Ago } from '../parts/ago.tsx'
import { EmptyState } from '../parts/empty-state.tsx'
import { Notice } from '../parts/notice.tsx'
import { StatusBadge } from '../parts/status-badge.tsx'
import { Failed } from '../shell/failed.tsx'
import { Screen } from '../shell/screen.tsx'
import { DecisionRecord } from './decision-record.tsx'
import { ExposuresPlan } from './exposures-plan.tsx'
import { HealthStrip } from './health-strip.tsx'
import { MetricTable } from './metric-table.tsx'
import { MorePanels } from './more-panels.tsx'
import { NumberDrawer } from './number-drawer.tsx'
import { ReportActions } from './report-actions.tsx'
import { reportRoute } from './routes.tsx'
import { useReport } from './use-report.ts'
import { Veil } from './veil.tsx'
import { VerdictStrip } from './verdict-strip.tsx'

/** The report of one experiment: the verdict and its rule, the health, then the numbers. One request paints all of it. */
export function ReportScreen(): ReactElement {
  const project = useProject()
  const key = useParam('key')
  const { phase, until } = reportRoute.useSearch()
  const { report, recorded, error, retry } = useReport({ project, key, phase, until })
  const experiment = useRoute(
    resources.experiments.read,
    { params: { project, key } },
    { enabled: report !== undefined },
  )
  const mayChange = useAllowed('editor')
  const phases = Math.max(report?.phase ?? 1, experiment.data?.body.run.phases.length ?? 1)
  if (report === undefined) {
    return (
      <Screen title={key} wide>
        {error ? <Failed error={error} retry={retry} /> : <Waiting />}
      </Screen>
    )
  }
  return (
    <Screen
      title={report.name}
      beside={<StatusBadge status={report.status} />}
      about={report.hypothesis}
      wide
      actions={<ReportActions report={report} phases={phases} />}
    >
      <NumberDrawer report={report} />
      <Stack gap="md">
        {recorded !== undefined && <Meanwhile look={recorded} failed={error !== null} retry={retry} />}
        <Facts report={report} />
        <VerdictStrip report={report} />
        <DecisionRecord report={report} mayChange={mayChange} />
        <HealthStrip report={report} />
        <Numbers report={report} />
        <ExposuresPlan report={report} />
        {report.metrics.length > 0 && <MorePanels key={report.phase} report={report} />}
      </Stack>
    </Screen>
  )
}

/** Says whose numbers stand here as long as the present ones do not. */
function Meanwhile({ look, failed, retry }: { look: Look; failed: boolean; retry: () => void }): ReactElement {
  const again = (
    <Button size="compact-sm" variant="default" onClick={retry}>
      Try again
    </Button>
  )
  return (
    <div role="status">
      <Notice tone={failed ? 'warning' : 'neutral'} action={failed ? again : <Loader size={14} />}>
        Look {look.number}, recorded <Ago time={look.at} />.{' '}
        {failed ? 'The numbers up to now could not be calculated.' : 'The numbers up to now are being calculated.'}
      </Notice>
    </div>
  )
}

function Numbers({ report }: { report: Report }): ReactElement {
  const { veiled, metrics } = report
  if (veiled !== undefined)
    return (
      <Veil reason={veiled.reason}>
        <MetricTable report={report} metrics={veiled.metrics} />
      </Veil>
    )
  if (metrics.length === 0)
    return (
      <EmptyState title="No metrics">
        The experiment names none. Add what it should change, and what it must not.
      </EmptyState>
    )
  return <MetricTable report={report} metrics={metrics} />
}

function Facts({ report }: { report: Report }): ReactElement {
  const { experiment, environment, unit, phase, from, until, computedAt } = report
  return (
    <p style={{ margin: 0, color: 'var(--text-soft)' }}>
      {experiment} · {environment} · by {unit} · phase {phase} · events of {from.slice(0, 10)} to{' '}
      {until.slice(0, 16).replace('T', ' ')} UTC · computed <Ago time={computedAt} />
    </p>
  )
}

function Waiting(): ReactElement {
  return (
    <Stack gap="md" aria-busy="true" aria-label="The report is being computed">
      <Skeleton height={96} />
      <Skeleton height={72} />
      <Skeleton height={320} />
    </Stack>
  )
}
