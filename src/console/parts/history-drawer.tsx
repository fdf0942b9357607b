import { Button, Drawer, Skeleton, Stack, Text, Timeline } from '@mantine/core'
import { type ReactElement, useState } from 'react'
import type { Revision } from '../../contract/noun.ts'
import { resources } from '../../contract/routes.ts'
import { useChange } from '../data/use-change.ts'
import { usePages } from '../data/use-pages.ts'
import { Failed } from '../shell/failed.tsx'
import { Ago } from './ago.tsx'
import { askWhy } from './ask-why.tsx'
import { JsonDiff } from './json-diff.tsx'

type Props = {
  noun: Exclude<keyof typeof resources, 'projects'>
  params: { project: string; key: string }
  /** The ETag of the version on screen, which a rollback replaces. */
  etag: string | undefined
  /** Whether whoever looks may roll back. */
  mayChange: boolean
  opened: boolean
  onClose: () => void
}

/** Everything that ever happened to one definition: who, when, why, what; and one press to bring a version back. */
export function HistoryDrawer({ noun, params, etag, mayChange, opened, onClose }: Props): ReactElement {
  return (
    <Drawer opened={opened} onClose={onClose} title={`History of ${params.key}`} size="lg">
      <Revisions noun={noun} params={params} etag={etag} mayChange={mayChange} />
    </Drawer>
  )
}

function Revisions({ noun, params, etag, mayChange }: Omit<Props, 'opened' | 'onClose'>): ReactElement {
  // The nouns share these routes; one of them stands for all.
  const routes = resources[noun] as (typeof resources)['flags']
  const { items, loading, loadingMore, error, more, loadMore, retry } = usePages(routes.history, { params })
  const rollback = useChange(routes.rollback, { done: 'The earlier version is back' })
  const bringBack = async (version: number) => {
    const why = await askWhy({ title: `Bring back version ${version}?`, action: 'Bring it back' })
    if (why === undefined) return
    rollback.mutate({
      params,
      body: { version },
      ...(why === '' ? {} : { query: { why } }),
      ...(etag === undefined ? {} : { ifMatch: etag }),
    })
  }
  if (error !== null) return <Failed error={error} retry={retry} />
  if (loading) return <Skeleton height={160} />
  const [newest] = items
  return (
    <Stack>
      <Timeline bulletSize={12} lineWidth={2}>
        {items.map(revision => (
          <Timeline.Item key={revision.id} title={`Version ${revision.version} · ${revision.action}`}>
            <Text size="xs" c="dimmed">
              {revision.by}, <Ago time={revision.at} />
            </Text>
            {revision.why !== undefined && <Text>{revision.why}</Text>}
            <Difference revision={revision} />
            {mayChange && revision !== newest && (
              <Button
                size="compact-xs"
                variant="default"
                mt={6}
                loading={rollback.isPending}
                onClick={() => void bringBack(revision.version)}
              >
                Bring back version {revision.version}
              </Button>
            )}
          </Timeline.Item>
        ))}
      </Timeline>
      {more && (
        <Button variant="default" loading={loadingMore} onClick={loadMore}>
          Earlier changes
        </Button>
      )}
    </Stack>
  )
}

function Difference({ revision }: { revision: Revision }): ReactElement | null {
  const [shown, setShown] = useState(false)
  if (revision.before === null) return null
  return (
    <>
      <Button size="compact-xs" variant="subtle" mt={6} onClick={() => setShown(!shown)} aria-expanded={shown}>
        {shown ? 'Hide what changed' : 'Show what changed'}
      </Button>
      {shown && <JsonDiff before={revision.before} after={revision.after} />}
    </>
  )
}
