import type { ReactElement, ReactNode } from 'react'
import classes from './notice.module.css'

type Props = {
  tone: 'warning' | 'failing' | 'neutral'
  title?: string
  /** A link or a button at the right. */
  action?: ReactNode
  /** Read aloud at once: it came while somebody was at work. */
  urgent?: boolean
  children: ReactNode
}

/** Something a person should know before they go on, where it matters. */
export function Notice({ tone, title, action, urgent = false, children }: Props): ReactElement {
  return (
    <div className={classes.notice} data-tone={tone} role={urgent ? 'alert' : 'note'}>
      <div className={classes.text}>
        {title !== undefined && <p className={classes.title}>{title}</p>}
        <div>{children}</div>
      </div>
      {action}
    </div>
  )
}
