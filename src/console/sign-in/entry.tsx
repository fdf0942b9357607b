import { Paper, Text, Title } from '@mantine/core'
import { type ReactElement, type ReactNode, useEffect } from 'react'
import { Mark } from '../shell/mark.tsx'
import classes from './entry.module.css'

/** The frame of everything in front of the shell: one calm card. */
export function Entry({
  title,
  about,
  wide = false,
  children,
}: {
  title: string
  about?: ReactNode
  wide?: boolean
  children: ReactNode
}): ReactElement {
  useEffect(() => {
    document.title = `${title} · Assay`
  }, [title])
  return (
    <main className={classes.entry}>
      <Paper withBorder p="xl" className={classes.card} data-wide={wide}>
        <Mark size={32} />
        <Title order={1} mt="md" mb={about === undefined ? 'lg' : 4}>
          {title}
        </Title>
        {about !== undefined && (
          <Text c="dimmed" mb="lg">
            {about}
          </Text>
        )}
        {children}
      </Paper>
    </main>
  )
}
