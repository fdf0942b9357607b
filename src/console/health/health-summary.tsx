import { Skeleton } from '@mantine/core'
import type { ReactElement } from 'react'
import type { EventHealth } from '../../contract/health.ts'
import type { HealthStatus } from '../../contract/report.ts'
import { plural } from '../../core/report/number-text.ts'
import { exactText } from '../parts/ago-text.ts'
import { StatusBadge } from '../parts/status-badge.tsx'
import { Failed } from '../shell/failed.tsx'
import classes from './health.module.css'

type Answer = { status: HealthStatus; items: EventHealth[]; delivery: EventHealth }

/** All events together, in one sentence; and what of them was lost on the way here. */
export function HealthSummary({
  answer,
  error,
  retry,
}: {
  answer: Answer | undefined
  error: unknown
  retry: () => void
}): ReactElement {
  if (error !== null && answer === undefined) return <Failed error={error} retry={retry} />
  if (answer === undefined) return <Skeleton height={52} mb="md" />
  const { status, items, delivery } = answer
  return (
    <section className={classes.summary} data-status={status} aria-label="Summary">
      <p className={classes.verdict}>{sentence(items)}</p>
      <span>
        Delivery <StatusBadge status={delivery.status} /> <span className={classes.soft}>{delivery.detail}</span>
      </span>
      <span className={classes.soft}>Judged until {exactText(delivery.until)}</span>
    </section>
  )
}

function sentence(items: readonly EventHealth[]): string {
  const having = (status: HealthStatus) => items.filter(one => one.status === status).length
  const [failing, warning, unknown] = [having('failing'), having('warning'), having('unknown')]
  if (items.length === 0) return 'No events are defined yet.'
  if (failing > 0)
    return `${failing} of ${plural(items.length, 'event')} ${failing === 1 ? 'is' : 'are'} failing${warning > 0 ? `, ${warning} want a look` : ''}.`
  if (warning > 0) return `${warning} of ${plural(items.length, 'event')} ${warning === 1 ? 'wants' : 'want'} a look.`
  if (unknown === items.length) return 'Too little is known yet to tell what is usual.'
  return unknown === 0
    ? `All ${plural(items.length, 'event')} come in as usual.`
    : `Nothing is wrong. ${plural(unknown, 'event')} too new to tell.`
}
