import type { ReactElement } from 'react'
import { quarantine } from '../../contract/telemetry-routes.ts'
import { plural } from '../../core/report/number-text.ts'
import { useProject } from '../data/project.ts'
import { useAllowed } from '../data/session.ts'
import { useRoute } from '../data/use-route.ts'
import { Notice } from '../parts/notice.tsx'
import { PlaceAnchor } from '../parts/place-anchor.tsx'
import { paths } from '../paths.ts'
import { reasonText } from './fix.ts'
import classes from './quarantine.module.css'

/** Says on the page of an event that some of it waits in quarantine, and why. */
export function QuarantineNotice({ event }: { event: string }): ReactElement | null {
  const project = useProject()
  const maySee = useAllowed('analyst')
  const { data } = useRoute(
    quarantine.groups,
    { params: { project }, query: { event, limit: 100 } },
    { enabled: maySee },
  )
  const groups = data?.body.items ?? []
  if (groups.length === 0) return null
  const events = groups.reduce((sum, group) => sum + group.events, 0)
  const reasons = [...new Set(groups.map(({ reason }) => reasonText(reason)))]
  return (
    <div className={classes.above}>
      <Notice
        tone="warning"
        title={`${plural(events, 'event')} in quarantine`}
        action={
          <PlaceAnchor
            address={`${paths.quarantine(project)}?scope=all&event=${encodeURIComponent(event)}`}
            c="inherit"
          >
            Look, mend and replay
          </PlaceAnchor>
        }
      >
        Kept aside because of: {reasons.join(', ')}.
      </Notice>
    </div>
  )
}
