import { Button, Group, Paper, Title } from '@mantine/core'
import type { ReactElement } from 'react'
import { failureOf } from '../data/failure.ts'
import { FailureText } from './failure-text.tsx'

/** A failure where its content would have been: what happened, what to do, and another try. */
export function Failed({ error, retry }: { error: unknown; retry?: () => void }): ReactElement {
  const failure = failureOf(error)
  return (
    <Paper withBorder p="lg" maw={560} role="alert">
      <Title order={2} mb="xs">
        {failure.title}
      </Title>
      <FailureText failure={failure} />
      {retry && (
        <Group mt="md">
          <Button variant="default" onClick={retry}>
            Try again
          </Button>
        </Group>
      )}
    </Paper>
  )
}
