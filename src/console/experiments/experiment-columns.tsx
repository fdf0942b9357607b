import type { ReactElement } from 'react'
import { changedColumn } from '../parts/common-columns.tsx'
import { KeyLine } from '../parts/key-line.tsx'
import { StatusBadge } from '../parts/status-badge.tsx'
import type { Column } from '../parts/table-column.ts'
import classes from './experiment-list.module.css'
import { type KeptExperiment, runOf, statusOf } from './kept-experiment.ts'
import { RunProgress } from './run-progress.tsx'
import { VerdictCell } from './verdict-cell.tsx'

const order = ['running', 'stopped', 'draft', 'decided', 'archived']

/** The columns of the list of experiments. */
export function experimentColumns(flags: ReadonlyMap<string, string>): Column<KeptExperiment>[] {
  return [
    {
      id: 'name',
      header: 'Experiment',
      width: 'minmax(10rem, 2.2fr)',
      cell: experiment => <Name experiment={experiment} />,
      sort: ({ name }) => name.toLowerCase(),
    },
    {
      id: 'status',
      header: 'Status',
      width: '6.5rem',
      cell: experiment => (
        <StatusBadge
          status={statusOf(experiment)}
          {...(experiment.run.status === 'stopped' && !experiment.run.decision ? { tone: 'warning' as const } : {})}
        />
      ),
      sort: experiment => order.indexOf(statusOf(experiment)),
    },
    {
      id: 'verdict',
      header: 'Verdict so far',
      width: 'minmax(8rem, 1fr)',
      narrow: 'hidden',
      cell: experiment => <VerdictCell experiment={experiment} />,
    },
    {
      id: 'days',
      header: 'Days',
      width: '9rem',
      narrow: 'hidden',
      cell: experiment => <RunProgress experiment={experiment} />,
      sort: experiment => runOf(experiment, Date.now())?.days,
    },
    {
      id: 'flag',
      header: 'Flag',
      width: 'minmax(6rem, 1fr)',
      narrow: 'hidden',
      cell: ({ flag }) => flags.get(flag) ?? flag,
      sort: ({ flag }) => (flags.get(flag) ?? flag).toLowerCase(),
    },
    {
      id: 'owner',
      header: 'Owner',
      width: 'minmax(5rem, 0.7fr)',
      narrow: 'hidden',
      cell: ({ owner }) => owner ?? <span className={classes.soft}>nobody</span>,
      sort: ({ owner }) => owner?.toLowerCase(),
    },
    changedColumn(one => one),
  ]
}

function Name({ experiment: { name, key } }: { experiment: KeptExperiment }): ReactElement {
  return (
    <>
      <span className={classes.name}>{name}</span>
      <KeyLine>{key}</KeyLine>
    </>
  )
}
