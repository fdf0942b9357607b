import { Title } from '@mantine/core'
import type { ReactElement, ReactNode } from 'react'
import classes from './section.module.css'

/** One thing that is set: what it means at the left, its fields at the right. */
export function Section({
  title,
  about,
  children,
}: {
  title: string
  about?: ReactNode
  children: ReactNode
}): ReactElement {
  return (
    <section className={classes.section} aria-label={title}>
      <div>
        <Title order={2}>{title}</Title>
        {about !== undefined && <p className={classes.about}>{about}</p>}
      </div>
      <div className={classes.body}>{children}</div>
    </section>
  )
}
