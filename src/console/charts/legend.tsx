import type { ReactElement } from 'react'
import classes from './chart.module.css'

/** Which colour is what. */
export function Legend({ items }: { items: { name: string; colour: string }[] }): ReactElement {
  return (
    <ul className={classes.legend}>
      {items.map(({ name, colour }) => (
        <li key={name}>
          <span className={classes.swatch} style={{ background: colour }} />
          {name}
        </li>
      ))}
    </ul>
  )
}
