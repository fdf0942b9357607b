import { Button, Skeleton, Stack, Text } from '@mantine/core'
import type { ReactElement } from 'react'
import { reports } from '../../contract/routes.ts'
import { useProject } from '../data/project.ts'
import { usePages } from '../data/use-pages.ts'
import { exactText } from '../parts/ago-text.ts'
import { JsonText } from '../parts/json-text.tsx'
import { Failed } from '../shell/failed.tsx'
import { type Group, selectionOf } from './fix.ts'
import classes from './quarantine.module.css'

/** Some events of a group as far as they were kept; personal values are masked by role. */
export function QuarantineSamples({ group }: { group: Group }): ReactElement {
  const project = useProject()
  const query = { ...selectionOf(group), limit: 10 }
  const { items, loading, loadingMore, error, more, loadMore, retry } = usePages(reports.quarantine, {
    params: { project },
    query,
  })
  if (error !== null) return <Failed error={error} retry={retry} />
  if (loading) return <Skeleton height={120} />
  return (
    <Stack gap="xs">
      {items.length === 0 && <Text c="dimmed">Nothing of this group waits any more.</Text>}
      {items.map(item => (
        <article key={`${item.environment} ${item.id}`} className={classes.sample} aria-label={`Event ${item.id}`}>
          <p>
            {exactText(item.received)} · {item.detail}
          </p>
          <JsonText value={item.raw} />
        </article>
      ))}
      {more && (
        <Button variant="default" loading={loadingMore} onClick={loadMore}>
          Earlier ones
        </Button>
      )}
    </Stack>
  )
}
