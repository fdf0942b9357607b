import type { ReactNode } from 'react'
import type { SortOrder } from './sort-order.ts'

/** One column of a table. */
export type Column<Row> = {
  id: string
  header: string
  cell: (row: Row) => ReactNode
  /** A track of CSS grid: '2fr', '8rem', 'minmax(10rem, 2fr)'. */
  width?: string
  align?: 'right'
  /** What the column sorts by; a column without it does not sort. Absent values come last. */
  sort?: (row: Row) => string | number | undefined
  /** What becomes of it on a phone; hidden columns must be reachable in the row's own screen. */
  narrow?: 'hidden'
}

export type TableProps<Row> = {
  /** What the list is, for people who do not see it. */
  label: string
  /** What one row is, for the count beneath. */
  one?: string
  columns: Column<Row>[]
  rows: readonly Row[]
  rowKey: (row: Row) => string
  /** Where a row leads; it becomes a real link. */
  href?: (row: Row) => string
  /** What a row does instead, such as opening a drawer. */
  onOpen?: (row: Row) => void
  order?: SortOrder
  loading?: boolean
  error?: unknown
  retry?: () => void
  empty: ReactNode
  more?: boolean
  loadMore?: () => void
  rowHeight?: number
  /** CSS height beyond which it scrolls. */
  height?: string
}
