import { Skeleton } from '@mantine/core'
import type { ReactElement } from 'react'
import { privacy } from '../../contract/privacy-routes.ts'
import { useProject } from '../data/project.ts'
import { useRoute } from '../data/use-route.ts'
import { treatmentText } from '../model/treatment-text.ts'
import { Ago } from '../parts/ago.tsx'
import { EmptyState } from '../parts/empty-state.tsx'
import { PlaceAnchor } from '../parts/place-anchor.tsx'
import table from '../parts/plain-table.module.css'
import { StatusBadge } from '../parts/status-badge.tsx'
import { paths } from '../paths.ts'
import { Failed } from '../shell/failed.tsx'
import classes from './reviews.module.css'

/** Every decision there was, newest first, as it was made then. */
export function DecisionList({ q }: { q: string }): ReactElement {
  const project = useProject()
  const { data, error, refetch } = useRoute(privacy.decisions, { params: { project } })
  if (error) return <Failed error={error} retry={() => void refetch()} />
  if (data === undefined) return <Skeleton height={200} />
  const words = q.toLowerCase().split(/\s+/).filter(Boolean)
  const shown = data.body.items.filter(({ event, property, reason, by }) =>
    words.every(word => `${event}.${property} ${reason} ${by}`.toLowerCase().includes(word)),
  )
  if (shown.length === 0)
    return <EmptyState title="No decision yet">Approvals and refusals are kept here with their reasons.</EmptyState>
  return (
    <div className={classes.table}>
      <table className={table.table}>
        <thead>
          <tr>
            <th scope="col">Property</th>
            <th scope="col">Decision</th>
            <th scope="col">Terms</th>
            <th scope="col">Reason</th>
            <th scope="col">By</th>
          </tr>
        </thead>
        <tbody>
          {shown.map(({ event, property, outcome, privacy: wanted, conditions, reason, by, at }) => (
            <tr key={`${at} ${event}.${property}`}>
              <td>
                <PlaceAnchor address={paths.event(project, event)}>
                  {event}.{property}
                </PlaceAnchor>
              </td>
              <td>
                <StatusBadge status={outcome === 'approve' ? 'approved' : 'refused'} />
              </td>
              <td data-label="Terms">
                {wanted.class}, {treatmentText(conditions?.treatment ?? wanted.treatment)}, for {wanted.purpose}
              </td>
              <td data-label="Reason">{reason}</td>
              <td data-label="By">
                {by}
                <span className={table.quiet}>
                  <Ago time={at} />
                </span>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
