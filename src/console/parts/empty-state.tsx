import { Text, Title } from '@mantine/core'
import type { ReactElement, ReactNode } from 'react'
import classes from './empty-state.module.css'

/** What a list says when there is nothing in it: why, and what to do next. */
export function EmptyState({
  title,
  children,
  action,
}: {
  title: string
  children?: ReactNode
  action?: ReactNode
}): ReactElement {
  return (
    <div className={classes.empty}>
      <Title order={3}>{title}</Title>
      {children !== undefined && (
        <Text c="dimmed" maw={460} component="div">
          {children}
        </Text>
      )}
      {action}
    </div>
  )
}
