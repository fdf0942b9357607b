import { Skeleton } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import { useVirtualizer } from '@tanstack/react-virtual'
import {
  type CSSProperties,
  type KeyboardEvent,
  type MouseEvent,
  type ReactElement,
  useEffect,
  useMemo,
  useRef,
  useState,
} from 'react'
import { plural } from '../../core/report/number-text.ts'
import { linkTo } from '../link-to.ts'
import { Failed } from '../shell/failed.tsx'
import { HeaderCell } from './header-cell.tsx'
import { type SortOrder, sorted } from './sort-order.ts'
import type { TableProps } from './table-column.ts'
import { VirtualRow } from './virtual-row.tsx'
import classes from './virtual-table.module.css'

const rowHeight = 40
const pageRows = 10

/**
 * A list of any length: only the rows in sight exist. Arrow, Home, End and Page keys move, Enter opens; headers sort; more pages load towards the end. Give it the whole list (`all` of `usePages`) where sorting must be complete.
 */
export function VirtualTable<Row>(props: TableProps<Row>): ReactElement {
  const { label, columns, rows, rowKey, href, onOpen, loading, error, retry, empty, more, loadMore, height } = props
  const [order, setOrder] = useState<SortOrder | undefined>(props.order)
  const [marked, setMarked] = useState(0)
  const wanted = useRef<number>(undefined)
  const frame = useRef<HTMLDivElement>(null)
  const grid = useRef<HTMLTableElement>(null)
  const navigate = useNavigate()
  const shown = useMemo(() => sorted(rows, columns, order), [rows, columns, order])
  const virtual = useVirtualizer({
    count: shown.length,
    getScrollElement: () => frame.current,
    estimateSize: () => props.rowHeight ?? rowHeight,
    overscan: 12,
    getItemKey: index => rowKeyAt(shown, index, rowKey),
    onChange: instance => {
      const last = instance.getVirtualItems().at(-1)
      if (more && last && last.index >= shown.length - 2 * pageRows) loadMore?.()
    },
  })

  const open = (row: Row) => {
    const to = href?.(row)
    if (to !== undefined) void navigate(linkTo(to))
    else onOpen?.(row)
  }
  // The row may have to come into being before it can take the focus.
  useEffect(() => {
    if (wanted.current === undefined) return
    const link = grid.current?.querySelector<HTMLElement>(`[data-index="${wanted.current}"] [data-row]`)
    if (!link) return
    wanted.current = undefined
    link.focus({ preventScroll: true })
  })
  const onKeyDown = (event: KeyboardEvent) => {
    if (!(event.target instanceof Element) || event.target.closest('[data-row]') === null) return
    const moves: Record<string, number> = {
      ArrowDown: marked + 1,
      ArrowUp: marked - 1,
      PageDown: marked + pageRows,
      PageUp: marked - pageRows,
      Home: 0,
      End: shown.length - 1,
    }
    const move = moves[event.key]
    if (move === undefined) return
    event.preventDefault()
    const next = Math.max(0, Math.min(shown.length - 1, move))
    wanted.current = next
    setMarked(next)
    virtual.scrollToIndex(next, { align: 'auto' })
  }
  // A click anywhere in a row does what its link does, unless it meant something of its own.
  const onClick = (event: MouseEvent<HTMLElement>) => {
    if (!(event.target instanceof Element) || event.defaultPrevented) return
    const index = Number(event.target.closest<HTMLElement>('[data-index]')?.dataset.index)
    const row = shown[index]
    if (row === undefined) return
    setMarked(index)
    const own = event.target.closest('a, button, input, label, [role="switch"], [role="menuitem"]') !== null
    if (!own && getSelection()?.isCollapsed !== false) open(row)
  }

  if (error !== null && error !== undefined && rows.length === 0)
    return <Failed error={error} {...(retry ? { retry } : {})} />
  const template = {
    '--columns': tracks(columns),
    '--narrow-columns': tracks(columns.filter(({ narrow }) => narrow !== 'hidden')),
    maxHeight: height ?? 'calc(100vh - 13rem)',
  } as CSSProperties
  const items = virtual.getVirtualItems()
  // One stop for the Tab key, always on a row that exists.
  const stop = items.some(({ index }) => index === marked) ? marked : items[0]?.index
  return (
    <>
      <div ref={frame} className={classes.frame} style={template}>
        <table
          ref={grid}
          aria-label={label}
          aria-rowcount={more ? -1 : shown.length + 1}
          aria-colcount={columns.length}
          aria-busy={loading}
          className={classes.table}
          onKeyDown={onKeyDown}
          onClick={onClick}
        >
          <thead>
            <tr aria-rowindex={1} className={classes.head}>
              {columns.map(column => (
                <HeaderCell key={column.id} column={column} order={order} onSort={setOrder} />
              ))}
            </tr>
          </thead>
          {shown.length === 0 ? (
            <tbody>
              <tr className={classes.only}>
                <td colSpan={columns.length}>{loading ? <Waiting /> : empty}</td>
              </tr>
            </tbody>
          ) : (
            <tbody className={classes.rows} style={{ height: virtual.getTotalSize() }}>
              {items.map(item => {
                const row = shown[item.index]
                return row === undefined ? null : (
                  <VirtualRow
                    key={item.key}
                    row={row}
                    columns={columns}
                    index={item.index}
                    start={item.start}
                    size={item.size}
                    stop={item.index === stop}
                    href={href?.(row)}
                    openable={href !== undefined || onOpen !== undefined}
                    onOpen={() => open(row)}
                  />
                )
              })}
            </tbody>
          )}
        </table>
      </div>
      <p className={classes.count} role="status">
        {shown.length > 0 && `${plural(shown.length, props.one ?? 'row')}${more ? ' so far' : ''}`}
      </p>
    </>
  )
}

function tracks(columns: { width?: string }[]): string {
  return columns.map(({ width }) => width ?? 'minmax(6rem, 1fr)').join(' ')
}

function Waiting(): ReactElement {
  return (
    <>
      {['100%', '92%', '97%', '88%', '94%'].map(width => (
        <Skeleton key={width} height={12} width={width} my={14} />
      ))}
    </>
  )
}

function rowKeyAt<Row>(rows: readonly Row[], index: number, rowKey: (row: Row) => string): string {
  const row = rows[index]
  return row === undefined ? String(index) : rowKey(row)
}
