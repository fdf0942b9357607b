import type { ReactElement } from 'react'
import { count, plural } from '../../core/report/number-text.ts'
import { Ago } from '../parts/ago.tsx'
import { hint } from '../parts/hint.ts'
import { StatusBadge } from '../parts/status-badge.tsx'
import type { Column } from '../parts/table-column.ts'
import classes from './catalog.module.css'
import type { CatalogRow } from './catalog-row.ts'

const healthOrder = ['failing', 'warning', 'unknown', 'ok']
const priorityOrder = ['high', 'normal', 'low']
const soft = (text: string | undefined) => <span className={classes.soft}>{text ?? '–'}</span>

/** The columns of the catalogue. */
export function catalogColumns(): Column<CatalogRow>[] {
  return [
    {
      id: 'name',
      header: 'Name',
      width: 'minmax(11rem, 2.2fr)',
      cell: row => <Name row={row} />,
      sort: row => row.name,
    },
    {
      id: 'kind',
      header: 'Type',
      width: '3.5rem',
      narrow: 'hidden',
      cell: row => soft(row.kind),
      sort: row => row.kind,
    },
    {
      id: 'health',
      header: 'Health',
      width: '6rem',
      cell: row => <Health row={row} />,
      sort: row => (row.health === undefined ? undefined : healthOrder.indexOf(row.health.status)),
    },
    {
      id: 'seen',
      header: 'Last seen',
      width: '7rem',
      narrow: 'hidden',
      cell: ({ kind, lastSeen }) =>
        lastSeen === undefined ? soft(kind === 'event' ? 'never' : undefined) : <Ago time={lastSeen} />,
      sort: row => row.lastSeen,
    },
    {
      id: 'uses',
      header: 'Used by',
      width: '6.5rem',
      narrow: 'hidden',
      cell: row => <Uses row={row} />,
      sort: row => row.uses.length,
    },
    {
      id: 'owner',
      header: 'Owner',
      width: 'minmax(5rem, 0.7fr)',
      narrow: 'hidden',
      cell: row => row.owner ?? soft('nobody'),
      sort: row => row.owner,
    },
    {
      id: 'purpose',
      header: 'Purpose',
      width: 'minmax(5rem, 0.7fr)',
      narrow: 'hidden',
      cell: row => row.purpose ?? soft(undefined),
      sort: row => row.purpose,
    },
    {
      id: 'priority',
      header: 'Priority',
      width: '4.5rem',
      narrow: 'hidden',
      cell: row => (row.priority === 'high' ? row.priority : soft(row.priority)),
      sort: row => (row.priority === undefined ? undefined : priorityOrder.indexOf(row.priority)),
    },
    {
      id: 'source',
      header: 'Source',
      width: '4.5rem',
      narrow: 'hidden',
      cell: row => soft(row.source),
      sort: row => row.source,
    },
    {
      id: 'volume',
      header: 'Events kept',
      width: '6rem',
      align: 'right',
      narrow: 'hidden',
      cell: ({ volume }) => (volume === undefined ? soft(undefined) : count(volume)),
      sort: row => row.volume,
    },
  ]
}

function Name({ row }: { row: CatalogRow }): ReactElement {
  return (
    <>
      <span className={classes.name}>
        <span>{row.name}</span>
        {row.unused !== undefined && <StatusBadge status="unused" about={unusedText(row)} />}
        {row.waiting > 0 && <StatusBadge status="review waits" tone="warning" />}
      </span>
      <span className={classes.about}>{row.about}</span>
    </>
  )
}

function unusedText({ unused }: CatalogRow): string {
  if (unused === undefined) return ''
  const megabytes = Math.max(0.1, Number((unused.approximateBytes / 1e6).toFixed(1)))
  return `Nobody has read it for 90 days. ${plural(unused.stored, 'event')} are kept, about ${megabytes} MB as text; ${count(unused.events)} came in that time.`
}

function Health({ row: { health } }: { row: CatalogRow }): ReactElement {
  if (health === undefined) return <StatusBadge status="unknown" />
  return <StatusBadge status={health.status} about={health.detail} />
}

function Uses({ row: { kind, uses } }: { row: CatalogRow }): ReactElement {
  if (uses.length === 0) return <span className={classes.soft}>nothing</span>
  const metrics = uses.filter(use => use.startsWith('metric '))
  const text =
    kind === 'event' && metrics.length === uses.length
      ? plural(uses.length, 'metric')
      : kind === 'metric' && uses.every(use => use.startsWith('experiment '))
        ? plural(uses.length, 'experiment')
        : plural(uses.length, 'place')
  return <span {...hint(uses.join(', '))}>{text}</span>
}
