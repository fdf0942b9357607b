import { CloseButton } from '@mantine/core'
import type { ReactElement } from 'react'
import { plural } from '../../core/report/number-text.ts'
import { useProject } from '../data/project.ts'
import { Notice } from '../parts/notice.tsx'
import { PlaceAnchor } from '../parts/place-anchor.tsx'
import { paths } from '../paths.ts'
import classes from './stream.module.css'
import type { Tail } from './use-tail.ts'

/** What the stream says beside events: that some went by unseen, and that incidents opened or closed. */
export function StreamNews({ tail: { missed, incidents, hideMissed } }: { tail: Tail }): ReactElement | null {
  const project = useProject()
  if (missed === 0 && incidents.length === 0) return null
  return (
    <div className={classes.news}>
      {missed > 0 && (
        <Notice tone="warning" action={<CloseButton aria-label="Hide the notice" onClick={hideMissed} />}>
          {plural(missed, 'event')} went by unseen, because they came faster than they can be shown here. All of them
          were taken. Filters show fewer and miss none.
        </Notice>
      )}
      {incidents.map(({ id, status, event, check, detail }) => (
        <Notice
          key={`${id} ${status}`}
          tone={status === 'open' ? 'failing' : 'neutral'}
          title={`An incident ${status === 'open' ? 'opened' : 'closed'}: ${event}, ${check}`}
          action={
            <PlaceAnchor address={paths.eventHealth(project, event)} c="inherit">
              Look at its health
            </PlaceAnchor>
          }
        >
          {detail}
        </Notice>
      ))}
    </div>
  )
}
