import { type ReactElement, type ReactNode, useId } from 'react'
import classes from './section.module.css'

type Props = {
  title: string
  /** One sentence beneath the title. */
  about?: ReactNode
  actions?: ReactNode
  /** The content reaches the edges, as tables do. */
  flush?: boolean
  children: ReactNode
}

/** A part of a screen with a heading of its own. */
export function Section({ title, about, actions, flush = false, children }: Props): ReactElement {
  const id = useId()
  return (
    <section aria-labelledby={id} className={classes.section}>
      <header className={classes.head}>
        <div>
          <h2 id={id} className={classes.title}>
            {title}
          </h2>
          {about !== undefined && <p className={classes.about}>{about}</p>}
        </div>
        {actions}
      </header>
      <div className={classes.body} data-flush={flush}>
        {children}
      </div>
    </section>
  )
}
