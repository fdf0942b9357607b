import { Button, Skeleton, Textarea } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { ReactElement } from 'react'
import type { Flag } from '../../contract/flag.ts'
import type { MeasurementPlan } from '../../contract/measurement-plan.ts'
import { measurement } from '../../contract/understanding-routes.ts'
import { useProject } from '../data/project.ts'
import { useRoute } from '../data/use-route.ts'
import { EmptyState } from '../parts/empty-state.tsx'
import { StatusBadge } from '../parts/status-badge.tsx'
import { paths } from '../paths.ts'
import { Failed } from '../shell/failed.tsx'
import { useEditor } from './editor.ts'
import classes from './flag-editor.module.css'
import { PlannedMetrics } from './planned-metrics.tsx'

type Plan = NonNullable<Flag['measurement']>

/** What the feature is to achieve, which metrics show it, and whether each can be measured now. */
export function MeasurementTab(): ReactElement {
  const { base, draft, environment, mayChange, update } = useEditor()
  const project = useProject()
  const plan = useRoute(measurement.flagPlan, { params: { project, key: base.key }, query: { environment } })
  const written = draft.measurement
  const set = (next: Plan) => update(before => ({ ...before, measurement: next }))
  if (written === undefined) {
    return (
      <EmptyState
        title="No measurement plan yet"
        action={
          mayChange && (
            <Button variant="default" onClick={() => set({ goal: '', metrics: [] })}>
              Write one
            </Button>
          )
        }
      >
        Say what success looks like and which metrics show it, before it is on for everyone. A feature that is tried in
        an experiment has its plan there.
      </EmptyState>
    )
  }
  return (
    <div className={classes.details}>
      <section aria-labelledby="plan-title" className={classes.block}>
        <h2 id="plan-title" className={classes.heading}>
          Measurement plan
        </h2>
        <Textarea
          label="What success looks like"
          placeholder="More shoppers above 65 finish the checkout"
          autosize
          minRows={2}
          maxRows={8}
          value={written.goal}
          disabled={!mayChange}
          onChange={event => set({ ...written, goal: event.currentTarget.value })}
        />
        <PlannedMetrics plan={written} onChange={set} mayChange={mayChange} />
      </section>
      <section aria-labelledby="ready-title" className={classes.block}>
        <h2 id="ready-title" className={classes.heading}>
          Can it be measured in {environment} now?
        </h2>
        {plan.error !== null ? (
          <Failed error={plan.error} retry={() => void plan.refetch()} />
        ) : plan.data === undefined ? (
          <Skeleton height={80} />
        ) : base.measurement === undefined ? (
          <p className={classes.note}>Save the plan to see it.</p>
        ) : (
          <Readiness plan={plan.data.body} project={project} />
        )}
      </section>
    </div>
  )
}

function Readiness({ plan, project }: { plan: MeasurementPlan; project: string }): ReactElement {
  return (
    <>
      <p>
        <StatusBadge status={plan.status} /> {plan.detail}
      </p>
      <ul className={classes.ready}>
        {plan.metrics.map(({ metric, role, status, detail, events }) => (
          <li key={metric}>
            <div>
              <Link to={paths.metric(project, metric)} className={classes.link ?? ''}>
                {metric}
              </Link>{' '}
              <span className={classes.quiet}>{role}</span> <StatusBadge status={status} />
            </div>
            <span className={classes.quiet}>{detail}</span>
            {events
              .filter(event => event.status !== 'ready' && !detail.includes(event.detail))
              .map(event => (
                <span key={event.event} className={classes.quiet}>
                  {event.event}: {event.detail}
                </span>
              ))}
          </li>
        ))}
      </ul>
    </>
  )
}
