import { Link, useLocation } from '@tanstack/react-router'
import type { ReactElement } from 'react'
import { paths } from '../paths.ts'
import classes from './breadcrumbs.module.css'
import { usePlaces } from './use-places.ts'

const words: Record<string, string> = {
  new: 'New',
  edit: 'Edit',
  report: 'Report',
  events: 'Events',
  metrics: 'Metrics',
  'new-event': 'New event',
  'new-metric': 'New metric',
  lineage: 'Lineage',
  reviews: 'Privacy reviews',
  proposals: 'Proposals',
  quarantine: 'Quarantine',
}
const settings: Record<string, string> = {
  environments: 'Environments',
  keys: 'Keys',
  members: 'Members',
  webhooks: 'Webhooks',
  retention: 'Retention',
  targeting: 'Targeting',
  sdk: 'SDK',
  account: 'Account',
}
const groups = ['events', 'metrics']

/** Where one is: every step of the address that has a page of its own is a link. */
export function Breadcrumbs({ project }: { project: string }): ReactElement {
  const { pathname } = useLocation()
  const places = usePlaces()
  const home = paths.home(project)
  const pieces = pathname.slice(home.length).split('/').filter(Boolean).map(decodeURIComponent)
  const place = places.find(({ route }) => route === `/${pieces[0]}`)
  const crumbs = [
    { label: 'Home', to: home },
    ...pieces.map((piece, i) => ({
      label: i === 0 && place ? place.label : ((pieces[0] === 'settings' ? settings : words)[piece] ?? piece),
      // Groups such as /model/events have no page of their own.
      to:
        i === 1 && pieces.length > 2 && groups.includes(piece)
          ? undefined
          : `${home}/${pieces
              .slice(0, i + 1)
              .map(encodeURIComponent)
              .join('/')}`,
    })),
  ]
  return (
    <nav aria-label="Breadcrumbs" className={classes.crumbs}>
      <ol>
        {crumbs.map(({ label, to }, i) => (
          <li key={`${to ?? ''}${label}`}>
            {i === crumbs.length - 1 ? (
              <span aria-current="page">{label}</span>
            ) : to === undefined ? (
              <span>{label}</span>
            ) : (
              <Link to={to} activeOptions={{ exact: true }}>
                {label}
              </Link>
            )}
          </li>
        ))}
      </ol>
    </nav>
  )
}
