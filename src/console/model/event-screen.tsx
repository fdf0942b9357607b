import { Skeleton, Tabs } from '@mantine/core'
import type { ReactElement } from 'react'
import type { EventDefinition } from '../../contract/event-definition.ts'
import { privacy } from '../../contract/privacy-routes.ts'
import { reports, resources } from '../../contract/routes.ts'
import { useEnvironment } from '../data/environment.ts'
import { useParam, useProject } from '../data/project.ts'
import { useAllowed } from '../data/session.ts'
import { useRoute } from '../data/use-route.ts'
import { useSearchState } from '../data/use-search-state.ts'
import { CodeBlock } from '../parts/code-block.tsx'
import { HistoryDrawer } from '../parts/history-drawer.tsx'
import { Section } from '../parts/section.tsx'
import { QuarantineNotice } from '../quarantine/quarantine-notice.tsx'
import { Failed } from '../shell/failed.tsx'
import { Screen } from '../shell/screen.tsx'
import { DefinitionActions } from './definition-actions.tsx'
import { EventChecks } from './event-checks.tsx'
import { EventFacts } from './event-facts.tsx'
import { EventRows } from './event-rows.tsx'
import classes from './event-screen.module.css'
import type { EventSearch } from './routes.tsx'
import { SchemaTable } from './schema-table.tsx'
import { curlExample, trackExample } from './track-example.ts'
import { UsedBy } from './used-by.tsx'

/** One event: what it carries, how it is, who uses it, and what is stored of it. */
export function EventScreen(): ReactElement {
  const params = { project: useProject(), key: useParam('key') }
  const mayChange = useAllowed('editor')
  const [search, change] = useSearchState<EventSearch>()
  const { data, error, refetch } = useRoute(resources.events.read, { params })
  const event = data?.body
  return (
    <Screen
      title={params.key}
      beside={<span className={classes.kind}>{event?.meta.status === 'archived' ? 'archived event' : 'event'}</span>}
      about={event?.description}
      wide
      actions={event && <DefinitionActions noun="events" kept={event} onHistory={() => change({ history: 'open' })} />}
    >
      {error ? (
        <Failed error={error} retry={() => void refetch()} />
      ) : event === undefined ? (
        <Skeleton height={320} />
      ) : (
        <>
          <QuarantineNotice event={event.key} />
          <Tabs
            value={search.tab ?? 'definition'}
            onChange={tab => change({ tab: tab === 'definition' ? '' : (tab ?? '') })}
          >
            <Tabs.List mb="md">
              <Tabs.Tab value="definition">Definition</Tabs.Tab>
              <Tabs.Tab value="rows">Rows</Tabs.Tab>
              <Tabs.Tab value="code">Code</Tabs.Tab>
            </Tabs.List>
            <Tabs.Panel value="definition">
              <Definition event={event} />
            </Tabs.Panel>
            <Tabs.Panel value="rows">{search.tab === 'rows' && <EventRows event={event} />}</Tabs.Panel>
            <Tabs.Panel value="code">
              <div className={classes.stack}>
                <Section
                  title="With the SDK"
                  about="Keys are made under Settings. Events are sent in batches and never lost once taken."
                >
                  <CodeBlock label="Code for the SDK" code={trackExample(event)} />
                </Section>
                <Section title="With any HTTP client" about="The same id may be sent again: it counts once.">
                  <CodeBlock label="Code for curl" code={curlExample(event)} />
                </Section>
              </div>
            </Tabs.Panel>
          </Tabs>
        </>
      )}
      <HistoryDrawer
        noun="events"
        params={params}
        etag={data?.etag}
        mayChange={mayChange}
        opened={search.history !== undefined}
        onClose={() => change({ history: '' })}
      />
    </Screen>
  )
}

function Definition({ event }: { event: EventDefinition }): ReactElement {
  const params = { project: useProject() }
  const [environment] = useEnvironment()
  const volumes = useRoute(reports.freshness, { params, query: { environment } }, { staleMs: 60_000 })
  const reviews = useRoute(privacy.reviews, { params, query: { status: 'any' } })
  const volume = volumes.data?.body.items.find(one => one.event === event.key)
  const own = reviews.data?.body.items.filter(review => review.event === event.key) ?? []
  return (
    <div className={classes.columns}>
      <div className={classes.stack}>
        <Section title="About" {...(event.trigger === undefined ? {} : { about: `Sent when ${event.trigger}.` })}>
          <EventFacts event={event} volume={volume} environment={environment} />
        </Section>
        <Section title="Properties" about="What an event carries beside its time, units and context." flush>
          {Object.keys(event.properties).length === 0 ? (
            <p className={classes.empty}>It carries none.</p>
          ) : (
            <SchemaTable event={event} reviews={own} />
          )}
        </Section>
      </div>
      <div className={classes.stack}>
        <EventChecks event={event.key} />
        <UsedBy noun="event" of={event.key} />
      </div>
    </div>
  )
}
