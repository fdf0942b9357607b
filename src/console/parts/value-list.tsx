import type { ReactElement } from 'react'
import { FactList } from './fact-list.tsx'
import { hint } from './hint.ts'
import classes from './value-list.module.css'

/** What stands in the place of a personal value for roles that may not see it. */
const mask = '***'

/** One value of an event as text; a mask says why it is one. */
export function ValueText({ value }: { value: unknown }): ReactElement {
  if (value === undefined) return <span className={classes.absent}>–</span>
  if (value === mask)
    return (
      <span {...hint('Personal: only the roles privacy and admin see it')} className={classes.masked}>
        {mask}
      </span>
    )
  if (value === null) return <span className={classes.absent}>null</span>
  return <span className={classes.value}>{typeof value === 'string' ? value : JSON.stringify(value)}</span>
}

/** Names and values, as events carry them. */
export function ValueList({ values, none }: { values: Record<string, unknown>; none: string }): ReactElement {
  const names = Object.keys(values)
  if (names.length === 0) return <p className={classes.absent}>{none}</p>
  return <FactList inline facts={names.map(name => ({ label: name, value: <ValueText value={values[name]} /> }))} />
}

/** The same under a title of its own. */
export function TitledValues(props: { title: string; values: Record<string, unknown>; none: string }): ReactElement {
  const { title, values, none } = props
  return (
    <section aria-label={title}>
      <p className={classes.title}>{title}</p>
      <ValueList values={values} none={none} />
    </section>
  )
}
