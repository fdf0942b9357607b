import { Link } from '@tanstack/react-router'
import { memo, type ReactElement } from 'react'
import { linkTo } from '../link-to.ts'
import type { Column } from './table-column.ts'
import classes from './virtual-table.module.css'

type Props<Row> = {
  row: Row
  columns: Column<Row>[]
  index: number
  start: number
  size: number
  href: string | undefined
  openable: boolean
  /** The Tab key stops here. */
  stop: boolean
  onOpen: () => void
}

/** One row in sight. Scrolling leaves it as it is: it is made anew when its row, its place or the columns change. */
export const VirtualRow = memo(OneRow, isSame) as typeof OneRow

/** What a row opens follows from the row and its address, so a new function for it means nothing new. */
function isSame<Row>(before: Props<Row>, after: Props<Row>): boolean {
  const { onOpen: _before, ...one } = before
  const { onOpen: _after, ...other } = after
  return (Object.keys(one) as (keyof typeof one)[]).every(name => one[name] === other[name])
}

/** Its first cell carries the link, so that it can be opened in a tab of its own. */
function OneRow<Row>(props: Props<Row>): ReactElement {
  const { row, columns, index, start, size, href, openable, stop, onOpen } = props
  return (
    <tr
      aria-rowindex={index + 2}
      data-index={index}
      data-openable={openable}
      className={classes.row}
      style={{ transform: `translateY(${start}px)`, height: size }}
    >
      {columns.map((column, place) => (
        <td key={column.id} data-align={column.align} data-narrow={column.narrow}>
          {place > 0 || !openable ? (
            column.cell(row)
          ) : href !== undefined ? (
            <Link {...linkTo(href)} tabIndex={stop ? 0 : -1} className={classes.link ?? ''} data-row>
              {column.cell(row)}
            </Link>
          ) : (
            <button type="button" tabIndex={stop ? 0 : -1} className={classes.link} onClick={onOpen} data-row>
              {column.cell(row)}
            </button>
          )}
        </td>
      ))}
    </tr>
  )
}
