import { Loader } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import type { ReactElement } from 'react'
import { traffic } from '../../contract/understanding-routes.ts'
import { type DraftCondition, isWritten } from '../../core/evaluate/condition-text.ts'
import { count, percent } from '../../core/report/number-text.ts'
import { useEnvironment } from '../data/environment.ts'
import { failureOf } from '../data/failure.ts'
import { useProject } from '../data/project.ts'
import { useAllowed } from '../data/session.ts'
import { useRoute } from '../data/use-route.ts'
import { hint } from '../parts/hint.ts'
import classes from './audience.module.css'

const pauseMs = 400
const freshMs = 300_000

/** How many recent units a condition would hold for, or why that is not known. */
export function AudienceSize({ condition, long = false }: { condition: DraftCondition; long?: boolean }): ReactElement {
  const project = useProject()
  const [environment] = useEnvironment()
  const mayAsk = useAllowed('analyst')
  const [asked] = useDebouncedValue(JSON.stringify(condition), pauseMs)
  const draft = JSON.parse(asked) as DraftCondition
  const written = isWritten(draft)
  const { data, error, isFetching } = useRoute(
    traffic.audience,
    { params: { project }, body: { environment, condition: written ? draft : { all: [] } } },
    { enabled: mayAsk && written, staleMs: freshMs, keepPrevious: true },
  )
  if (!mayAsk) return <span className={classes.soft}>analysts see it</span>
  if (!written) return <span className={classes.soft}>finish the condition to see it</span>
  if (error !== null) return <span className={classes.soft}>not known: {failureOf(error).title.toLowerCase()}</span>
  if (data === undefined) return <Loader size={12} role="status" aria-label="Counting" />
  const { matched, sample, days } = data.body
  if ('unavailable' in matched) {
    return (
      <span {...hint(matched.unavailable)} className={classes.soft}>
        {long ? `not known: ${matched.unavailable}` : 'not known'}
      </span>
    )
  }
  const of = `${count(matched.units)} of ${count(sample.units)} units tried, seen in ${environment} in the last ${days} days`
  return (
    <span {...hint(of)} className={classes.size} data-fetching={isFetching}>
      <span className={classes.share} aria-hidden>
        <span style={{ width: `${matched.share * 100}%` }} />
      </span>
      {percent(matched.share)}
      {long && <span className={classes.soft}>{of}</span>}
    </span>
  )
}
