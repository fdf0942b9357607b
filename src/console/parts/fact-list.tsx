import type { ReactElement, ReactNode } from 'react'
import classes from './fact-list.module.css'

/** One fact under its name. */
export type Fact = { label: string; value: ReactNode }

/** A few facts about one thing, side by side; `inline` puts names beside values. */
export function FactList({ facts, inline = false }: { facts: Fact[]; inline?: boolean }): ReactElement {
  return (
    <dl className={classes.facts} data-inline={inline}>
      {facts.map(({ label, value }) => (
        <div key={label} className={classes.fact}>
          <dt>{label}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  )
}
