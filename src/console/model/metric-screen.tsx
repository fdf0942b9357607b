import { Skeleton } from '@mantine/core'
import type { ReactElement } from 'react'
import type { Metric } from '../../contract/metric.ts'
import { resources } from '../../contract/routes.ts'
import { useParam, useProject } from '../data/project.ts'
import { useAllowed } from '../data/session.ts'
import { useRoute } from '../data/use-route.ts'
import { useSearchState } from '../data/use-search-state.ts'
import { type Fact, FactList } from '../parts/fact-list.tsx'
import { formulaText, occurrenceText } from '../parts/formula-text.ts'
import { HistoryDrawer } from '../parts/history-drawer.tsx'
import { KeyText } from '../parts/key-text.tsx'
import { Section } from '../parts/section.tsx'
import { Failed } from '../shell/failed.tsx'
import { Screen } from '../shell/screen.tsx'
import { DefinitionActions } from './definition-actions.tsx'
import classes from './event-screen.module.css'
import { MetricChart } from './metric-chart.tsx'
import { MetricEvents } from './metric-events.tsx'
import type { MetricSearch } from './routes.tsx'
import { UsedBy } from './used-by.tsx'

/** One metric: what it means, how it goes, what it rests on and what rests on it. */
export function MetricScreen(): ReactElement {
  const params = { project: useProject(), key: useParam('key') }
  const mayChange = useAllowed('editor')
  const [search, change] = useSearchState<MetricSearch>()
  const { data, error, refetch } = useRoute(resources.metrics.read, { params })
  const metric = data?.body
  return (
    <Screen
      title={metric?.name ?? params.key}
      beside={
        <>
          <KeyText>{params.key}</KeyText>
          <span className={classes.kind}>{metric?.meta.status === 'archived' ? 'archived metric' : 'metric'}</span>
        </>
      }
      about={metric?.description}
      wide
      actions={
        metric && <DefinitionActions noun="metrics" kept={metric} onHistory={() => change({ history: 'open' })} />
      }
    >
      {error ? (
        <Failed error={error} retry={() => void refetch()} />
      ) : metric === undefined ? (
        <Skeleton height={320} />
      ) : (
        <div className={classes.columns}>
          <div className={classes.stack}>
            <Definition metric={metric} />
            <MetricChart metric={metric} />
          </div>
          <div className={classes.stack}>
            <MetricEvents formula={metric.formula} />
            <UsedBy noun="metric" of={metric.key} />
          </div>
        </div>
      )}
      <HistoryDrawer
        noun="metrics"
        params={params}
        etag={data?.etag}
        mayChange={mayChange}
        opened={search.history !== undefined}
        onClose={() => change({ history: '' })}
      />
    </Screen>
  )
}

function Definition({ metric }: { metric: Metric }): ReactElement {
  const { formula, better, measure, owner } = metric
  const facts: Fact[] = [
    { label: 'Kind', value: formula.kind },
    { label: 'Better', value: better === 'up' ? 'higher' : 'lower' },
    { label: 'Measured in', value: measure ?? (formula.kind === 'proportion' ? 'share of units' : 'plain numbers') },
    { label: 'Owner', value: owner ?? 'nobody' },
  ]
  return (
    <Section title="Definition">
      <p className={classes.lead}>{formulaText(formula)}</p>
      {formula.kind === 'funnel' && (
        <ol className={classes.steps}>
          {formula.steps
            .map(occurrenceText)
            .map((step, place) => ({ step, key: `${place} ${step}` }))
            .map(({ step, key }) => (
              <li key={key}>{step}</li>
            ))}
        </ol>
      )}
      <FactList facts={facts} />
    </Section>
  )
}
