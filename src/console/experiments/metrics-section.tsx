import { Link } from '@tanstack/react-router'
import type { ReactElement } from 'react'
import { resources } from '../../contract/routes.ts'
import { measurement } from '../../contract/understanding-routes.ts'
import { percent } from '../../core/report/number-text.ts'
import { useProject } from '../data/project.ts'
import { usePages } from '../data/use-pages.ts'
import { useRoute } from '../data/use-route.ts'
import { EmptyState } from '../parts/empty-state.tsx'
import { formulaText } from '../parts/formula-text.ts'
import { LinkButton } from '../parts/link-button.tsx'
import { Section } from '../parts/section.tsx'
import { paths } from '../paths.ts'
import { Failed } from '../shell/failed.tsx'
import classes from './experiment-screen.module.css'
import type { KeptExperiment } from './kept-experiment.ts'
import { ReadinessList } from './readiness-list.tsx'

type Props = { experiment: KeptExperiment; mayChange: boolean }

/** What shows whether it worked, and, until it is over, whether each metric can be measured now. */
export function MetricsSection({ experiment, mayChange }: Props): ReactElement {
  const project = useProject()
  const { key, metrics, run } = experiment
  const catalogue = usePages(resources.metrics.list, { params: { project }, query: { limit: 500 } }, { all: true })
  const known = new Map(catalogue.items.map(metric => [metric.key, metric]))
  if (metrics.length === 0)
    return (
      <Section title="Metrics">
        <EmptyState
          title="No metrics"
          action={
            mayChange &&
            run.status === 'draft' && (
              <LinkButton variant="default" to={`${paths.newExperiment(project)}?draft=${key}&step=metrics`}>
                Choose metrics
              </LinkButton>
            )
          }
        >
          Without a metric nothing can be found out.
        </EmptyState>
      </Section>
    )
  return (
    <>
      <Section title="Metrics">
        <ul className={classes.metrics}>
          {metrics.map(({ metric: named, role, margin, minimumEffect }) => {
            const metric = known.get(named)
            return (
              <li key={named} className={classes.metric}>
                <Link to={paths.metric(project, named)}>{metric?.name ?? named}</Link>
                <span className={classes.role}>
                  {role}
                  {margin !== undefined && `, up to ${percent(margin)} loss`}
                  {minimumEffect !== undefined && `, from ${percent(minimumEffect)} gain`}
                </span>
                {metric !== undefined && <span className={classes.meaning}>{formulaText(metric.formula)}</span>}
              </li>
            )
          })}
        </ul>
      </Section>
      {(run.status === 'draft' || run.status === 'running') && (
        <Measurable experiment={experiment} names={new Map(catalogue.items.map(one => [one.key, one.name]))} />
      )}
    </>
  )
}

function Measurable({
  experiment,
  names,
}: {
  experiment: KeptExperiment
  names: Map<string, string>
}): ReactElement | null {
  const project = useProject()
  const { data, error, refetch } = useRoute(measurement.experimentPlan, { params: { project, key: experiment.key } })
  // While it runs, what can be measured is no news.
  if (experiment.run.status === 'running' && (data === undefined || data.body.status === 'ready')) return null
  return (
    <Section title="Can everything be measured?" about={data?.body.detail}>
      {error !== null ? (
        <Failed error={error} retry={() => void refetch()} />
      ) : (
        data !== undefined && <ReadinessList plan={data.body} names={names} />
      )}
    </Section>
  )
}
