import { Link, useLocation } from '@tanstack/react-router'
import { type ReactElement, useEffect, useRef } from 'react'
import classes from './place-tabs.module.css'

/** A place beside others of one room; `count` is how many things wait there; with `rooms`, what lies beneath it is part of it. */
export type PlaceTab = { label: string; to: string; count?: number | undefined; rooms?: boolean }

/** The places of one room as links in a row; the one looked at is marked. */
export function PlaceTabs({ label, tabs }: { label: string; tabs: PlaceTab[] }): ReactElement {
  const row = useRef<HTMLElement>(null)
  const { pathname } = useLocation()
  // Where they do not all fit, the one looked at is in sight; `pathname` says that it may be another one.
  useEffect(() => {
    const chosen = row.current?.querySelector(`[aria-current="page"]`)
    if (!row.current || !chosen || pathname === '') return
    const frame = row.current.getBoundingClientRect()
    const { left, width } = chosen.getBoundingClientRect()
    row.current.scrollLeft += left - frame.left - (frame.width - width) / 2
  }, [pathname])
  return (
    <nav ref={row} aria-label={label} className={`${classes.tabs} no-print`}>
      {tabs.map(({ label: name, to, count, rooms = false }) => (
        <Link
          key={to}
          to={to}
          activeOptions={{ exact: !rooms, includeSearch: false }}
          activeProps={{ 'data-active': true, 'aria-current': 'page' }}
          className={classes.tab ?? ''}
        >
          {name}
          {count !== undefined && count > 0 && <span className={classes.count}>{count}</span>}
        </Link>
      ))}
    </nav>
  )
}
