import type { ReactElement } from 'react'
import classes from './key-line.module.css'

/** The key of what a row is about, as a line of its own beneath the name. */
export function KeyLine({ children }: { children: string }): ReactElement {
  return <span className={classes.key}>{children}</span>
}
