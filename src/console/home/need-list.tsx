import { Button, Skeleton } from '@mantine/core'
import { IconCircleCheck } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { type ReactElement, useState } from 'react'
import { linkTo } from '../link-to.ts'
import { StatusBadge } from '../parts/status-badge.tsx'
import { Failed } from '../shell/failed.tsx'
import type { Need, Needs } from './need.ts'
import classes from './need-list.module.css'

const shownMax = 5

/** Everything that needs somebody, the most urgent first, each with the one thing to do about it. */
export function NeedList({ parts }: { parts: Needs[] }): ReactElement {
  const needs = parts.flatMap(part => part.needs)
  const failed = parts.filter(({ error }) => error !== null)
  const loading = parts.some(part => part.loading)
  return (
    <section aria-label="Needs you" aria-busy={loading}>
      {parts.map(part => (
        <Kind key={part.needs[0]?.kind ?? parts.indexOf(part)} needs={part.needs} />
      ))}
      {failed.map(({ error, retry }) => (
        <Failed key={String(error)} error={error} retry={retry} />
      ))}
      {loading && (
        <div className={classes.waiting}>
          <Skeleton height={12} width="40%" />
          <Skeleton height={12} width="65%" mt={8} />
        </div>
      )}
      {!loading && needs.length === 0 && failed.length === 0 && (
        <p className={classes.calm}>
          <IconCircleCheck size={18} aria-hidden />
          <span>
            <b>Nothing needs you.</b> No decision waits, no incident is open, nothing went stale.
          </span>
        </p>
      )}
    </section>
  )
}

/** The needs of one kind; of many only the first few, until the rest is asked for. */
function Kind({ needs }: { needs: Need[] }): ReactElement | null {
  const [whole, setWhole] = useState(false)
  if (needs.length === 0) return null
  const rest = needs.length - shownMax
  return (
    <>
      <ul className={classes.list}>
        {(whole ? needs : needs.slice(0, shownMax)).map(need => (
          <NeedRow key={need.key} need={need} />
        ))}
      </ul>
      {!whole && rest > 0 && (
        <Button variant="subtle" size="compact-sm" className={classes.more ?? ''} onClick={() => setWhole(true)}>
          {`${rest} more like these`}
        </Button>
      )}
    </>
  )
}

function NeedRow({ need: { title, about, to, action, status } }: { need: Need }): ReactElement {
  return (
    <li className={classes.need}>
      <span className={classes.badge}>
        <StatusBadge status={status.text} tone={status.tone} />
      </span>
      <div className={classes.text}>
        <div className={classes.name}>{title}</div>
        <div className={classes.about}>{about}</div>
      </div>
      <Button
        component={Link}
        {...(linkTo(to) as { to: string })}
        variant="default"
        aria-label={`${action}: ${title}`}
        className={classes.action ?? ''}
      >
        {action}
      </Button>
    </li>
  )
}
