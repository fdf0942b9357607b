import { Skeleton, Stack } from '@mantine/core'
import { useSearch } from '@tanstack/react-router'
import type { ReactElement } from 'react'
import { useProject } from '../data/project.ts'
import { useAllowed } from '../data/session.ts'
import { EmptyState } from '../parts/empty-state.tsx'
import { LinkButton } from '../parts/link-button.tsx'
import { paths } from '../paths.ts'
import { Failed } from '../shell/failed.tsx'
import { Screen } from '../shell/screen.tsx'
import type { WizardSearch } from './routes.tsx'
import { SetupContext } from './setup.ts'
import { StepAudience } from './step-audience.tsx'
import { StepFoot } from './step-foot.tsx'
import { StepGoal } from './step-goal.tsx'
import { StepHead } from './step-head.tsx'
import { StepList } from './step-list.tsx'
import { StepMetrics } from './step-metrics.tsx'
import { StepPlan } from './step-plan.tsx'
import { StepStart } from './step-start.tsx'
import { StepVariants } from './step-variants.tsx'
import { type StepName, steps } from './steps.ts'
import { useDraft } from './use-draft.ts'
import { useSteps } from './use-steps.ts'
import classes from './wizard.module.css'

const contents: Record<StepName, () => ReactElement> = {
  goal: StepGoal,
  audience: StepAudience,
  variants: StepVariants,
  metrics: StepMetrics,
  plan: StepPlan,
  start: StepStart,
}

/** Sets an experiment up, step by step; what is written stays, here and on the server, until it is started. */
export function Wizard(): ReactElement {
  const mayChange = useAllowed('editor')
  const { draft: key } = useSearch({ strict: false }) as WizardSearch
  if (!mayChange)
    return (
      <Screen title="New experiment">
        <EmptyState title="Your role may look only">Ask an admin for the role editor to set up experiments.</EmptyState>
      </Screen>
    )
  return <Steps key={key ?? ''} />
}

function Steps(): ReactElement {
  const { draft: key, step: asked } = useSearch({ strict: false }) as WizardSearch
  const state = useDraft(key)
  const walk = useSteps(state)
  const { draft, loading, missing, retry } = state
  const title = draft.name.trim() === '' ? 'New experiment' : draft.name
  if (missing !== undefined || loading)
    return (
      <Screen title={key ?? title}>
        {missing !== undefined ? <Failed error={missing} retry={retry} /> : <Waiting />}
      </Screen>
    )
  if (state.record !== undefined && state.record.run.status !== 'draft')
    return <Begun title={title} id={state.record.key} />
  const { step, place, faults, go } = walk
  const current = steps[place]
  const Content = contents[step]
  return (
    <SetupContext value={{ ...state, faults }}>
      <Screen
        title={title}
        about={
          state.record === undefined
            ? 'Kept in this browser until the draft is created.'
            : 'A draft: nobody takes part before you start it.'
        }
      >
        <div className={classes.wizard}>
          <StepList setup={state} step={step} onGo={to => void go(to)} />
          <form
            className={classes.step}
            aria-labelledby="step-title"
            noValidate
            onSubmit={event => {
              event.preventDefault()
              const next = steps[place + 1]
              if (next !== undefined) void go(next.name)
            }}
          >
            {current !== undefined && (
              <StepHead key={step} title={current.title} about={current.about} focused={asked !== undefined} />
            )}
            <Content />
            <StepFoot place={place} onGo={to => void go(to)} state={state} />
          </form>
        </div>
      </Screen>
    </SetupContext>
  )
}

function Begun({ title, id }: { title: string; id: string }): ReactElement {
  const project = useProject()
  return (
    <Screen title={title}>
      <EmptyState
        title="It is no draft any more"
        action={<LinkButton to={paths.experiment(project, id)}>Open the experiment</LinkButton>}
      >
        Since it was started, it is looked at and changed on its own page.
      </EmptyState>
    </Screen>
  )
}

function Waiting(): ReactElement {
  return (
    <Stack aria-busy="true">
      <Skeleton height={36} />
      <Skeleton height={240} />
    </Stack>
  )
}
