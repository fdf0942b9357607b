import type { ReactElement } from 'react'
import type { SortOrder } from './sort-order.ts'
import type { Column } from './table-column.ts'
import classes from './virtual-table.module.css'

type Props<Row> = { column: Column<Row>; order: SortOrder | undefined; onSort: (order: SortOrder) => void }

/** The head of a column; a press sorts by it, another the other way round. */
export function HeaderCell<Row>({ column, order, onSort }: Props<Row>): ReactElement {
  const descending = order?.column === column.id ? order.descending : undefined
  return (
    <th
      scope="col"
      data-align={column.align}
      data-narrow={column.narrow}
      aria-sort={descending === undefined ? undefined : descending ? 'descending' : 'ascending'}
    >
      {column.sort ? (
        <button type="button" onClick={() => onSort({ column: column.id, descending: descending === false })}>
          {column.header}
          <span aria-hidden="true" className={classes.arrow}>
            {descending === undefined ? '' : descending ? '↓' : '↑'}
          </span>
        </button>
      ) : (
        column.header
      )}
    </th>
  )
}
