import type { ReactElement } from 'react'
import { Ago } from './ago.tsx'
import type { Column } from './table-column.ts'

type Kept = { meta: { updatedAt: string } }

/** When a row was last changed. */
export function changedColumn<Row>(keptOf: (row: Row) => Kept): Column<Row> {
  return {
    id: 'changed',
    header: 'Changed',
    width: '7.5rem',
    narrow: 'hidden',
    cell: row => <Ago time={keptOf(row).meta.updatedAt} />,
    sort: row => keptOf(row).meta.updatedAt,
  }
}

/** The menu at the end of a row. */
export function actionsColumn<Row>(cell: (row: Row) => ReactElement | null): Column<Row> {
  return { id: 'actions', header: '', width: '2.5rem', align: 'right', cell }
}
