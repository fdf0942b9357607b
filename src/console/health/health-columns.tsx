import type { ReactElement } from 'react'
import type { CheckName } from '../../contract/health.ts'
import { Ago } from '../parts/ago.tsx'
import { BandSparkline } from '../parts/band-sparkline.tsx'
import { hint } from '../parts/hint.ts'
import { numberText } from '../parts/number-text.tsx'
import { StatusBadge } from '../parts/status-badge.tsx'
import type { Column } from '../parts/table-column.ts'
import classes from './health.module.css'
import { checkOf, type HealthRow, rank, shareOf } from './health-row.ts'
import { againstUsual } from './health-text.ts'

/** One row per event: how it is, and every number behind that. */
export const healthColumns: Column<HealthRow>[] = [
  {
    id: 'event',
    header: 'Event',
    width: 'minmax(7rem, 1.5fr)',
    cell: ({ health }) => health.event,
    sort: ({ health }) => health.event,
  },
  {
    id: 'status',
    header: 'Status',
    width: '5.25rem',
    cell: ({ health }) => <StatusBadge status={health.status} about={health.detail} />,
    sort: rank,
  },
  {
    id: 'fresh',
    header: 'Last arrived',
    width: '6.5rem',
    narrow: 'hidden',
    cell: ({ health }) =>
      health.lastReceived === undefined ? <Soft>not lately</Soft> : <Ago time={health.lastReceived} />,
    sort: ({ health }) => health.lastReceived,
  },
  { id: 'volume', header: '7 days', width: '6.5rem', narrow: 'hidden', cell: row => <Volume row={row} /> },
  {
    id: 'day',
    header: 'In 24 h',
    width: '6.25rem',
    align: 'right',
    cell: ({ day }) =>
      day === undefined ? (
        <Soft>loading</Soft>
      ) : (
        <span className={classes.pair}>
          <span>{numberText(day.valid, 'count')}</span>
          <span className={classes.soft}>{againstUsual(day.valid, day.expected)}</span>
        </span>
      ),
    sort: ({ day }) => day?.valid,
  },
  share('quarantined', 'Quarantined', ({ day }) => day && shareOf(day.quarantined, day.valid + day.quarantined)),
  share('duplicates', 'Duplicates', ({ day }) => day && shareOf(day.duplicate, day.valid + day.duplicate)),
  share('late', 'Late', ({ day }) => day && shareOf(day.late, day.valid)),
  checked('missing', 'Missing'),
  checked('completeness', 'Complete'),
  checked('drift', 'Drift'),
]

/** A share of the last 24 hours, in the colour of what its check says. */
function share(check: CheckName, header: string, of: (row: HealthRow) => number | undefined): Column<HealthRow> {
  return {
    id: check,
    header,
    width: '5.75rem',
    align: 'right',
    narrow: 'hidden',
    cell: row => {
      const value = of(row)
      const found = checkOf(row.health, check)
      return (
        <span {...hint(found?.detail ?? 'not checked')} data-status={found?.status} className={classes.value}>
          {value === undefined ? 'none' : numberText(value, 'percent')}
        </span>
      )
    },
    sort: of,
  }
}

/** What a check says in a word, with the size of a shift where that is what it found. */
function checked(check: CheckName, header: string): Column<HealthRow> {
  return {
    id: check,
    header,
    width: '4.75rem',
    align: 'right',
    narrow: 'hidden',
    cell: ({ health }) => {
      const found = checkOf(health, check)
      if (found === undefined) return <Soft>not asked</Soft>
      const { status, effect, detail, observed, expected } = found
      const text =
        effect !== undefined
          ? `${effect.measure.toUpperCase()} ${effect.size}`
          : check === 'completeness' && expected > 0
            ? numberText(observed / expected, 'percent')
            : status
      return (
        <span {...hint(detail)} data-status={status} className={classes.value}>
          {text}
        </span>
      )
    },
    sort: ({ health }) => checkOf(health, check)?.status,
  }
}

function Volume({ row: { volume, health, day } }: { row: HealthRow }): ReactElement {
  if (volume === undefined || day === undefined) return <Soft>loading</Soft>
  const tone = health.status === 'failing' ? 'failing' : health.status === 'warning' ? 'warning' : 'accent'
  return (
    <BandSparkline
      tone={tone}
      width={104}
      label={`${health.event} in 7 days; in the last 24 hours ${numberText(day.valid, 'count')}, ${againstUsual(day.valid, day.expected)}`}
      points={volume.map(({ valid, usual }) => ({ value: valid, low: usual?.low, high: usual?.high }))}
    />
  )
}

function Soft({ children }: { children: string }): ReactElement {
  return <span className={classes.soft}>{children}</span>
}
