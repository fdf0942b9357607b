import { type ReactElement, type ReactNode, useEffect } from 'react'
import classes from './screen.module.css'

type Props = {
  /** Names the page: heading and title of the window. */
  title: string
  /** What stands beside the title: a badge, a key. */
  beside?: ReactNode
  /** One sentence beneath the title. */
  about?: ReactNode
  /** Buttons at the right. */
  actions?: ReactNode
  /** Uses the whole width, for wide tables; text reads better in the usual one. */
  wide?: boolean
  children: ReactNode
}

/** The frame of every screen: its heading (which takes the focus when it opens), its actions and its content. */
export function Screen({ title, beside, about, actions, wide = false, children }: Props): ReactElement {
  useEffect(() => {
    document.title = `${title} · Assay`
  }, [title])
  return (
    <div className={classes.screen} data-wide={wide}>
      <header className={classes.head}>
        <div className={classes.names}>
          <div className={classes.titleRow}>
            <h1 tabIndex={-1} className={classes.title}>
              {title}
            </h1>
            {beside}
          </div>
          {about !== undefined && <p className={classes.about}>{about}</p>}
        </div>
        {actions !== undefined && <div className={`${classes.actions} no-print`}>{actions}</div>}
      </header>
      {children}
    </div>
  )
}
