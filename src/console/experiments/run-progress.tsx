import { Progress } from '@mantine/core'
import type { ReactElement } from 'react'
import { plural } from '../../core/report/number-text.ts'
import { useNow } from '../parts/use-now.ts'
import classes from './experiment-list.module.css'
import { type KeptExperiment, runOf } from './kept-experiment.ts'

/** How long an experiment has run, of what was planned. */
export function RunProgress({ experiment }: { experiment: KeptExperiment }): ReactElement {
  const run = runOf(experiment, useNow())
  const { plannedDays, plannedUnits } = experiment.analysis
  if (run === undefined) return <span className={classes.soft}>{plural(plannedDays, 'day')} planned</span>
  const days = Math.floor(run.days)
  const text = run.over
    ? `${days < 1 ? 'under 1' : days} of ${plural(plannedDays, 'day')}`
    : days < plannedDays
      ? `day ${days + 1} of ${plannedDays}`
      : `day ${days + 1}, ${plannedDays} planned`
  if (plannedUnits !== undefined) return <span>{run.over ? `ran ${plural(days, 'day')}` : `day ${days + 1}`}</span>
  return (
    <div className={classes.progress}>
      <span>{text}</span>
      <Progress value={100 * run.share} size={4} aria-label={text} {...(run.over ? { color: 'gray' } : {})} />
    </div>
  )
}
