import { VisuallyHidden } from '@mantine/core'
import type { ReactElement } from 'react'
import { type ServingNames, targetingText } from '../../core/evaluate/serving-text.ts'
import { stalenessText } from '../../core/model/stale-flag.ts'
import { Ago } from '../parts/ago.tsx'
import { hint } from '../parts/hint.ts'
import { KeyLine } from '../parts/key-line.tsx'
import { StatusBadge } from '../parts/status-badge.tsx'
import type { Column } from '../parts/table-column.ts'
import classes from './flag-list.module.css'
import type { FlagRow } from './flag-row.ts'

type Around = {
  /** The environment looked at. */
  environment: string
  environments: readonly { key: string; name: string }[]
  names: ServingNames
  actions: (row: FlagRow) => ReactElement
}

/** The columns of the list of flags. */
export function flagColumns({ environment, environments, names, actions }: Around): Column<FlagRow>[] {
  const isOn = (row: FlagRow) => isOnIn(row, environment)
  const servedBy = ({ flag }: FlagRow) => targetingText(flag.environments[environment], flag.off, names)
  return [
    {
      id: 'name',
      header: 'Flag',
      width: 'minmax(11rem, 2.2fr)',
      cell: row => <Name row={row} />,
      sort: row => row.flag.name,
    },
    {
      id: 'state',
      header: nameOf(environments, environment),
      width: '5.5rem',
      cell: row => <StatusBadge status={isOn(row) ? 'on' : 'off'} />,
      sort: row => (isOn(row) ? 0 : 1),
    },
    {
      id: 'serves',
      header: 'Serves',
      width: 'minmax(11rem, 2.6fr)',
      narrow: 'hidden',
      cell: row => (
        <span {...hint(servedBy(row))} className={classes.serves} data-on={isOn(row)}>
          {servedBy(row)}
        </span>
      ),
    },
    ...elsewhere(environments.filter(({ key }) => key !== environment)),
    ...factColumns,
    { id: 'actions', header: '', width: '2rem', align: 'right', cell: actions },
  ]
}

function isOnIn({ flag }: FlagRow, environment: string): boolean {
  return flag.environments[environment]?.on === true
}

/** Where else it is on: a dot for each other environment, filled where it is. */
function elsewhere(others: readonly { key: string; name: string }[]): Column<FlagRow>[] {
  if (others.length === 0) return []
  return [
    {
      id: 'elsewhere',
      header: 'Elsewhere',
      width: `minmax(6rem, ${Math.min(others.length, 3) * 6}rem)`,
      narrow: 'hidden',
      cell: row => (
        <span className={classes.elsewhere}>
          {others.map(({ key, name }) => (
            <span key={key} data-on={isOnIn(row, key)}>
              {name}
              <VisuallyHidden>{isOnIn(row, key) ? 'on' : 'off'}</VisuallyHidden>
            </span>
          ))}
        </span>
      ),
    },
  ]
}

/** What is known of a flag whatever the environment. */
const factColumns: Column<FlagRow>[] = [
  {
    id: 'owner',
    header: 'Owner',
    width: 'minmax(5rem, 0.7fr)',
    narrow: 'hidden',
    cell: ({ flag }) => flag.owner ?? <span className={classes.soft}>nobody</span>,
    sort: ({ flag }) => flag.owner,
  },
  {
    id: 'tags',
    header: 'Tags',
    width: 'minmax(5rem, 0.8fr)',
    narrow: 'hidden',
    cell: ({ flag }) =>
      (flag.tags ?? []).map(tag => (
        <span key={tag} className={classes.tag}>
          {tag}
        </span>
      )),
    sort: ({ flag }) => flag.tags?.[0],
  },
  {
    id: 'age',
    header: 'Created',
    width: '6.5rem',
    narrow: 'hidden',
    cell: ({ flag }) => <Ago time={flag.meta.createdAt} />,
    sort: ({ flag }) => flag.meta.createdAt,
  },
  {
    id: 'evaluated',
    header: 'Last evaluated',
    width: '7.5rem',
    narrow: 'hidden',
    cell: ({ lastEvaluated }) => (lastEvaluated === undefined ? <NotSeen /> : <Ago time={lastEvaluated} />),
    sort: ({ lastEvaluated }) => lastEvaluated,
  },
]

function Name({ row: { flag, stale } }: { row: FlagRow }): ReactElement {
  return (
    <>
      <span className={classes.name}>
        <span>{flag.name}</span>
        {stale !== undefined && <StatusBadge status="stale" about={`It could go: ${stalenessText(stale)}`} />}
      </span>
      <KeyLine>{flag.key}</KeyLine>
    </>
  )
}

const notSeen =
  'Apps tell of a flag when it serves an experiment, or when they ask for it over OFREP or OpenTelemetry. Nothing was told of this one.'

/** Not the same as never: most SDKs evaluate by themselves and only tell of experiments. */
function NotSeen(): ReactElement {
  return (
    <span {...hint(notSeen)} className={classes.soft}>
      not known
    </span>
  )
}

function nameOf(environments: readonly { key: string; name: string }[], key: string): string {
  return environments.find(one => one.key === key)?.name ?? key
}
