import { Button } from '@mantine/core'
import type { ReactElement, ReactNode } from 'react'
import { pointerText } from './pointer-text.ts'
import classes from './save-bar.module.css'

type Props = {
  /** What there is to save: 3 unsaved changes. */
  children: ReactNode
  /** What stands in the way of saving, by JSON pointer, and what people call such a place. */
  issues?: readonly { path: string; message: string }[]
  placeOf?: (path: string) => string
  /** What the button says: Review and save. */
  action: string
  saving: boolean
  onDiscard: () => void
  onSave: () => void
}

/** The bar at the foot of an editor while something is unsaved. */
export function SaveBar({
  children,
  issues = [],
  placeOf = pointerText,
  action,
  saving,
  onDiscard,
  onSave,
}: Props): ReactElement {
  return (
    <section className={`${classes.bar} no-print`} aria-label="Unsaved changes">
      {issues.length > 0 && (
        <ul className={classes.issues} role="alert">
          {issues.map(({ path, message }) => (
            <li key={`${path} ${message}`}>
              <span>{placeOf(path)}:</span> {message}
            </li>
          ))}
        </ul>
      )}
      <div className={classes.row}>
        <div className={classes.about}>{children}</div>
        <Button variant="default" onClick={onDiscard} disabled={saving}>
          Discard
        </Button>
        <Button onClick={onSave} loading={saving}>
          {action}
        </Button>
      </div>
    </section>
  )
}
