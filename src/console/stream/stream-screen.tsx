import { Box } from '@mantine/core'
import { type ReactElement, type UIEvent, useRef, useState } from 'react'
import { resources } from '../../contract/routes.ts'
import { useEnvironment } from '../data/environment.ts'
import { useProject } from '../data/project.ts'
import { useAllowed } from '../data/session.ts'
import { usePages } from '../data/use-pages.ts'
import { useSearchState } from '../data/use-search-state.ts'
import { CodeBlock } from '../parts/code-block.tsx'
import { EmptyState } from '../parts/empty-state.tsx'
import { Notice } from '../parts/notice.tsx'
import { VirtualTable } from '../parts/virtual-table.tsx'
import { Screen } from '../shell/screen.tsx'
import { EventDrawer } from './event-drawer.tsx'
import type { StreamSearch } from './routes.tsx'
import { StreamBar } from './stream-bar.tsx'
import { streamColumns } from './stream-columns.tsx'
import { StreamFilters } from './stream-filters.tsx'
import { StreamNews } from './stream-news.tsx'
import { StreamTabs } from './stream-tabs.tsx'
import type { TailRow } from './tail-ring.ts'
import { useTail } from './use-tail.ts'
import { verdicts } from './verdicts.ts'

/** Events as they come in, each with its verdict. */
export function StreamScreen(): ReactElement {
  const maySee = useAllowed('analyst')
  return (
    <Screen
      title="Stream"
      about="Every event as it is judged, the newest first. The last 10,000 are kept on this page."
      wide
    >
      <StreamTabs />
      {maySee ? (
        <Live />
      ) : (
        <Notice tone="neutral" title="The stream needs the role analyst">
          Ask an admin for it to look at single events.
        </Notice>
      )}
    </Screen>
  )
}

function Live(): ReactElement {
  const project = useProject()
  const [environment] = useEnvironment()
  const [search, change] = useSearchState<StreamSearch>()
  const [paused, setPaused] = useState(false)
  const [away, setAway] = useState(false)
  const [opened, setOpened] = useState<TailRow>()
  const list = useRef<HTMLDivElement>(null)
  const events = usePages(resources.events.list, { params: { project }, query: { limit: 500 } }, { all: true })
  const { event, unit, platform } = search
  const verdict = verdicts.find(one => one === search.verdict)
  const query = {
    ...(event === undefined ? {} : { event }),
    ...(verdict === undefined ? {} : { verdict }),
    ...(unit === undefined ? {} : { unit }),
    ...(platform === undefined ? {} : { platform }),
    ...(search.scope === 'all' ? {} : { environment }),
  }
  const tail = useTail(project, query, { enabled: true, held: paused || away })
  // Who has scrolled down reads: the list stands still until they come back to its top.
  const onScroll = (scrolled: UIEvent<HTMLDivElement>) => {
    if (scrolled.target instanceof HTMLElement) setAway(scrolled.target.scrollTop > 20)
  }
  const toNewest = () => {
    setPaused(false)
    for (const frame of list.current?.children ?? []) frame.scrollTop = 0
    setAway(false)
  }
  return (
    <>
      <StreamFilters
        search={search}
        environment={environment}
        events={events.items.map(({ key }) => key)}
        onChange={change}
      />
      <StreamBar tail={tail} paused={paused} onPause={setPaused} onNewest={away ? toNewest : undefined} />
      <StreamNews tail={tail} />
      <div ref={list} onScrollCapture={onScroll}>
        <VirtualTable
          label="Events, newest first"
          one="event"
          columns={streamColumns}
          rows={tail.rows}
          rowKey={row => String(row.number)}
          rowHeight={32}
          height="calc(100vh - 19rem)"
          onOpen={setOpened}
          empty={
            <Waiting narrowed={Object.keys(query).some(name => name !== 'environment')} environment={environment} />
          }
        />
      </div>
      <EventDrawer event={opened} onClose={() => setOpened(undefined)} />
    </>
  )
}

function Waiting({ narrowed, environment }: { narrowed: boolean; environment: string }): ReactElement {
  const [openedMs] = useState(() => Date.now())
  return (
    <EmptyState title="Waiting for events">
      {narrowed
        ? 'Nothing that fits the filters has come since you opened this.'
        : `Nothing has come into ${environment} since you opened this. Send one to see it here at once:`}
      {!narrowed && (
        <Box mt="sm">
          <CodeBlock
            label="Code that sends an event"
            code={`curl ${location.origin}/v1/events \\
  -H 'Authorization: Bearer YOUR_KEY' \\
  -H 'Content-Type: application/json' \\
  -d '[{"id": "try-1", "event": "hello",
        "user_id": "me", "time": ${openedMs}}]'`}
          />
        </Box>
      )}
    </EmptyState>
  )
}
