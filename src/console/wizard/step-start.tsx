import { Button, Skeleton } from '@mantine/core'
import { IconPlayerPlay } from '@tabler/icons-react'
import { useNavigate } from '@tanstack/react-router'
import type { ReactElement } from 'react'
import { resources } from '../../contract/routes.ts'
import { measurement } from '../../contract/understanding-routes.ts'
import { useProject } from '../data/project.ts'
import { usePages } from '../data/use-pages.ts'
import { useRoute } from '../data/use-route.ts'
import type { KeptExperiment } from '../experiments/kept-experiment.ts'
import { ReadinessList } from '../experiments/readiness-list.tsx'
import { neededOf, useStart } from '../experiments/use-start.ts'
import { linkTo } from '../link-to.ts'
import { askWhy } from '../parts/ask-why.tsx'
import { LinkButton } from '../parts/link-button.tsx'
import { Notice } from '../parts/notice.tsx'
import { paths } from '../paths.ts'
import { Failed } from '../shell/failed.tsx'
import { sayDone } from '../shell/say.tsx'
import { useSetup } from './setup.ts'
import { isDone, steps } from './steps.ts'
import { Summary } from './summary.tsx'
import classes from './wizard.module.css'

/** Whether everything can be measured, what starting changes, and the start itself. */
export function StepStart(): ReactElement {
  const { record } = useSetup()
  return record === undefined ? <Skeleton height={120} /> : <Ready experiment={record} />
}

function Ready({ experiment }: { experiment: KeptExperiment }): ReactElement {
  const setup = useSetup()
  const project = useProject()
  const navigate = useNavigate()
  const params = { project, key: experiment.key }
  const readiness = useRoute(measurement.experimentPlan, { params }, { refetchIntervalMs: 15_000 })
  const catalogue = usePages(resources.metrics.list, { params: { project }, query: { limit: 500 } }, { all: true })
  const { start, starting, error } = useStart(experiment)
  const plan = readiness.data?.body
  const unfinished = steps.filter(({ name }) => name !== 'start' && name !== 'metrics' && !isDone(name, setup))
  const names = new Map(catalogue.items.map(({ key, name }) => [key, name]))
  const begin = async () => {
    const unready = plan?.status !== 'ready'
    const why = unready
      ? await askWhy({
          title: 'Start although not everything can be measured?',
          about: `${sentence(plan?.detail ?? 'whether it can be measured is not known')} The report shows your reason beside what was missing.`,
          action: 'Start all the same',
          required: true,
          placeholder: 'The app with the events is released tonight',
        })
      : undefined
    if (unready && why === undefined) return
    if (!(await start(why))) return
    sayDone(`${experiment.name} runs`)
    void navigate(linkTo(paths.experiment(project, experiment.key)))
  }
  return (
    <>
      <section className={classes.card} aria-label="Can everything be measured?">
        <h3 className={classes.sectionTitle}>Can everything be measured?</h3>
        {readiness.error !== null ? (
          <Failed error={readiness.error} retry={() => void readiness.refetch()} />
        ) : plan === undefined ? (
          <Skeleton height={64} />
        ) : (
          <>
            {plan.metrics.length === 0 && <p className={classes.note}>No metric says what success looks like.</p>}
            <ReadinessList plan={plan} names={names} />
          </>
        )}
      </section>
      <Summary experiment={experiment} flag={setup.flag} />
      {unfinished.length > 0 && (
        <Notice
          tone="warning"
          title="Not everything is set up"
          action={
            <LinkButton
              variant="default"
              to={`${paths.newExperiment(project)}?draft=${experiment.key}&step=${unfinished[0]?.name ?? ''}`}
            >
              Go there
            </LinkButton>
          }
        >
          Still to do: {unfinished.map(({ label }) => label.toLowerCase()).join(', ')}.
        </Notice>
      )}
      {error !== undefined && <Failed error={error} />}
      <div>
        <Button
          leftSection={<IconPlayerPlay size={16} />}
          loading={starting}
          disabled={setup.flag === undefined || plan === undefined || unfinished.length > 0}
          onClick={() => void begin()}
        >
          {startLabel(setup.flag !== undefined && neededOf(setup.flag, experiment).on)}
        </Button>
      </div>
    </>
  )
}

function startLabel(switchesOn: boolean): string {
  return switchesOn ? 'Switch on and start' : 'Start the experiment'
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`
}
