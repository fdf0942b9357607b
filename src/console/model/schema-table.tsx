import type { ReactElement } from 'react'
import type { EventDefinition } from '../../contract/event-definition.ts'
import type { Review } from '../../contract/privacy.ts'
import table from '../parts/plain-table.module.css'
import { StatusBadge } from '../parts/status-badge.tsx'
import { treatmentText } from './treatment-text.ts'

/** What an event carries: each property with its type, what it may be, and how personal values are treated. */
export function SchemaTable({
  event,
  reviews,
}: {
  event: Pick<EventDefinition, 'properties'>
  reviews: readonly Review[]
}): ReactElement {
  return (
    <table className={table.table}>
      <thead>
        <tr>
          <th scope="col">Property</th>
          <th scope="col">Type</th>
          <th scope="col">Allowed values</th>
          <th scope="col">Privacy</th>
        </tr>
      </thead>
      <tbody>
        {Object.entries(event.properties).map(([name, property]) => (
          <tr key={name}>
            <td>
              <span className={table.mono}>{name}</span>
              {property.description !== undefined && <span className={table.quiet}>{property.description}</span>}
            </td>
            <td data-label="Type">
              {property.type}
              <span className={table.quiet}>{property.required ? 'required' : 'optional'}</span>
            </td>
            <td data-label="Allowed values">
              {property.values === undefined ? <span className={table.soft}>any</span> : property.values.join(', ')}
            </td>
            <td data-label="Privacy">
              <Privacy privacy={property.privacy} review={reviews.find(review => review.property === name)} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

type PrivacyProps = { privacy: EventDefinition['properties'][string]['privacy']; review: Review | undefined }

function Privacy({ privacy, review }: PrivacyProps): ReactElement {
  if (privacy === undefined) return <span className={table.soft}>not personal</span>
  const treatment = review?.collects?.treatment ?? privacy.treatment
  return (
    <>
      <span>
        {privacy.class} {review !== undefined && <StatusBadge status={review.status} />}
      </span>
      <span className={table.quiet}>
        {treatmentText(treatment)}, for {privacy.purpose}
      </span>
    </>
  )
}
