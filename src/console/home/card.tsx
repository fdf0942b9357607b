import { Paper, Title } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { ReactElement, ReactNode } from 'react'
import classes from './card.module.css'

/** One quiet part of the overview, with the way to the whole of it. */
export function Card({
  title,
  more,
  children,
}: {
  title: string
  more: { label: string; to: string }
  children: ReactNode
}): ReactElement {
  return (
    <Paper withBorder component="section" aria-label={title} className={classes.card ?? ''}>
      <header className={classes.head}>
        <Title order={2}>{title}</Title>
        <Link to={more.to} className={classes.more ?? ''}>
          {more.label}
        </Link>
      </header>
      {children}
    </Paper>
  )
}
