import { Skeleton, Stack } from '@mantine/core'
import type { ReactElement } from 'react'

/** The shape of a screen while it loads. */
export function PendingScreen(): ReactElement {
  return (
    <Stack gap="md" p="lg" role="status" aria-label="Loading">
      <Skeleton height={22} width={220} />
      <Skeleton height={14} width="60%" />
      <Skeleton height={180} />
      <Skeleton height={14} width="40%" />
    </Stack>
  )
}
