import type { ReactElement } from 'react'
import classes from './json-text.module.css'

/** A JSON value as text: short ones in a line, others indented; an absent one says so. */
export function JsonText({ value }: { value: unknown }): ReactElement {
  if (value === undefined) return <span className={classes.absent}>absent</span>
  const line = JSON.stringify(value)
  return <code className={classes.json}>{line.length <= 60 ? line : JSON.stringify(value, null, 2)}</code>
}
