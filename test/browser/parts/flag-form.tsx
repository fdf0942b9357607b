import { Button, Group } from '@mantine/core'
import { type ReactElement, useState } from 'react'
import { useParam, useProject } from '../../../src/console/data/project.ts'
import { useChange } from '../../../src/console/data/use-change.ts'
import { useRoute } from '../../../src/console/data/use-route.ts'
import { HistoryDrawer } from '../../../src/console/parts/history-drawer.tsx'
import { Failed } from '../../../src/console/shell/failed.tsx'
import { Screen } from '../../../src/console/shell/screen.tsx'
import { resources } from '../../../src/contract/routes.ts'

/** One flag that can be renamed, in every way a change can go. */
export function FlagForm(): ReactElement {
  const params = { project: useProject(), key: useParam('key') }
  const { data, error, refetch } = useRoute(resources.flags.read, { params }, { staleMs: 600_000 })
  const [theirs, setTheirs] = useState<string>()
  const [history, setHistory] = useState(false)
  const change = useChange(resources.flags.change, {
    done: flag => `Saved as ${flag.name}`,
    onTheirs: value => setTheirs((value as { name: string }).name),
  })
  const rename = (name: string) => change.mutate({ params, body: { name }, query: { why: 'a test' } })
  return (
    <Screen title="Flag">
      {error !== null && <Failed error={error} retry={() => void refetch()} />}
      <Group>
        <Button onClick={() => rename('Mine')}>Rename</Button>
        <Button onClick={() => rename('')}>Rename to nothing</Button>
        <Button onClick={() => setHistory(true)}>History</Button>
      </Group>
      <p>Name: {data?.body.name}</p>
      <p>Loaded: {theirs ?? 'nothing'}</p>
      <HistoryDrawer
        noun="flags"
        params={params}
        etag={data?.etag}
        mayChange
        opened={history}
        onClose={() => setHistory(false)}
      />
    </Screen>
  )
}
