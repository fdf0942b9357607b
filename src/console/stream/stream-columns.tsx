import type { ReactElement } from 'react'
import { StatusBadge } from '../parts/status-badge.tsx'
import type { Column } from '../parts/table-column.ts'
import classes from './stream.module.css'
import type { TailRow } from './tail-ring.ts'

const clock = new Intl.DateTimeFormat('en-GB', { timeStyle: 'medium' })

/** The columns of the live list. It is not sorted: the newest stands first. */
export const streamColumns: Column<TailRow>[] = [
  {
    id: 'event',
    header: 'Event',
    width: 'minmax(8rem, 1fr)',
    cell: row => (row.event === '' ? 'unreadable' : row.event),
  },
  { id: 'verdict', header: 'Verdict', width: '6.5rem', cell: row => <StatusBadge status={row.verdict} /> },
  {
    id: 'received',
    header: 'Received',
    width: '5rem',
    cell: row => <time dateTime={row.received}>{clock.format(new Date(row.received))}</time>,
  },
  {
    id: 'unit',
    header: 'Unit',
    width: 'minmax(6rem, 0.7fr)',
    narrow: 'hidden',
    cell: row => Object.values(row.units)[0] ?? <Soft>none</Soft>,
  },
  {
    id: 'says',
    header: 'Properties, or the reason',
    width: 'minmax(12rem, 2.2fr)',
    narrow: 'hidden',
    cell: row => <Says row={row} />,
  },
  {
    id: 'platform',
    header: 'Platform',
    width: '6rem',
    narrow: 'hidden',
    cell: row => row.context.platform ?? <Soft>–</Soft>,
  },
  { id: 'environment', header: 'Environment', width: '7rem', narrow: 'hidden', cell: row => row.environment },
]

function Soft({ children }: { children: string }): ReactElement {
  return <span className={classes.soft}>{children}</span>
}

function Says({ row: { verdict, detail, properties } }: { row: TailRow }): ReactElement {
  if (verdict === 'quarantined') return <span className={classes.reason}>{detail}</span>
  const names = Object.keys(properties)
  if (names.length === 0) return <Soft>none</Soft>
  return (
    <span className={classes.properties}>
      {names.map(name => (
        <span key={name}>
          <span className={classes.soft}>{name}</span> {String(properties[name])}
        </span>
      ))}
    </span>
  )
}
