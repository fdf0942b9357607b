import { Button, Select, Skeleton, Switch } from '@mantine/core'
import { type ReactElement, useMemo } from 'react'
import type { Lineage } from '../../contract/lineage.ts'
import { measurement } from '../../contract/understanding-routes.ts'
import { useProject } from '../data/project.ts'
import { useRoute } from '../data/use-route.ts'
import { useSearchState } from '../data/use-search-state.ts'
import { ModelTabs } from '../model/model-tabs.tsx'
import type { LineageSearch } from '../model/routes.tsx'
import { EmptyState } from '../parts/empty-state.tsx'
import { PlaceButton } from '../parts/place-anchor.tsx'
import { paths } from '../paths.ts'
import { Failed } from '../shell/failed.tsx'
import { Screen } from '../shell/screen.tsx'
import { connectedWith } from './graph-layout.ts'
import classes from './lineage.module.css'
import { LineageGraph } from './lineage-graph.tsx'
import { LineageList } from './lineage-list.tsx'
import { addressOfNode } from './node-address.ts'

/** Graphs beyond this many nodes show properties of what is in focus only. */
const nodesMax = 150
const drawn = ['property', 'event', 'metric', 'dimension', 'experiment', 'flag', 'holdout']

/** What feeds what: from a property through events and metrics to experiments and flags. */
export function LineageScreen(): ReactElement {
  const project = useProject()
  const { data, error, refetch } = useRoute(measurement.lineage, { params: { project } })
  return (
    <Screen title="Lineage" about="From a property to the decisions that rest on it." wide>
      <ModelTabs />
      {error ? (
        <Failed error={error} retry={() => void refetch()} />
      ) : data === undefined ? (
        <Skeleton height={420} />
      ) : data.body.nodes.length === 0 ? (
        <EmptyState
          title="Nothing is connected yet"
          action={
            <PlaceButton address={paths.newEvent(project)} variant="default">
              Define the first event
            </PlaceButton>
          }
        >
          Events, metrics and experiments appear here with what flows between them.
        </EmptyState>
      ) : (
        <Whole lineage={data.body} />
      )}
    </Screen>
  )
}

function Whole({ lineage }: { lineage: Lineage }): ReactElement {
  const project = useProject()
  const [search, change] = useSearchState<LineageSearch>()
  const focused = lineage.nodes.find(({ id }) => id === search.focus)
  const focus = focused?.id
  const only = search.only === 'connected' && focus !== undefined
  const shown = useMemo(() => partOf(lineage, focus, only), [lineage, focus, only])
  const sick = useMemo(
    () => new Set(lineage.edges.filter(({ to }) => to.startsWith('incident:')).map(({ from }) => from)),
    [lineage],
  )
  const addressOf = (id: string) =>
    `${paths.lineage(project)}?focus=${encodeURIComponent(id)}${only ? '&only=connected' : ''}`
  return (
    <>
      <div className={`${classes.tools} no-print`}>
        <Select
          aria-label="Focus on"
          placeholder="Focus on…"
          w="20rem"
          maw="100%"
          searchable
          clearable
          clearButtonProps={{ 'aria-label': 'No focus' }}
          data={lineage.nodes
            .filter(({ noun }) => noun !== 'incident')
            .map(({ id, noun, key, name }) => ({ value: id, label: `${noun === 'property' ? key : name} (${noun})` }))}
          value={focus ?? null}
          data-search
          onChange={next => change({ focus: next ?? '', ...(next === null ? { only: '' } : {}) })}
        />
        <Switch
          label="Only what is connected"
          checked={only}
          disabled={focus === undefined}
          onChange={event => change({ only: event.currentTarget.checked ? 'connected' : '' })}
        />
        {focused !== undefined && (
          <>
            <PlaceButton address={addressOfNode(project, focused)} variant="default">
              Open {focused.name}
            </PlaceButton>
            <Button variant="subtle" color="gray" onClick={() => change({ focus: '', only: '' })}>
              Show everything
            </Button>
          </>
        )}
      </div>
      {search.focus !== undefined && focused === undefined && (
        <p className={classes.none} role="status">
          There is no {search.focus.replace(':', ' ')} any more.
        </p>
      )}
      <div className={classes.parts}>
        <LineageGraph lineage={shown} focus={focus} sick={sick} addressOf={addressOf} />
        {focus === undefined ? (
          <p className={classes.hint}>
            Choose a node to see what it rests on and what rests on it. Arrow keys walk along the lines, Enter puts a
            node into focus. Red dots mark what is missing or has an open incident, amber ones what waits for a privacy
            review.
          </p>
        ) : (
          <LineageList lineage={lineage} focus={focus} addressOf={addressOf} />
        )}
      </div>
    </>
  )
}

/** What is drawn: not every property of a large model, and nothing that only listens. */
function partOf({ nodes, edges }: Lineage, focus: string | undefined, only: boolean): Lineage {
  const { before, after } = focus === undefined ? { before: new Set(), after: new Set() } : connectedWith(focus, edges)
  const isNear = (id: string) => id === focus || before.has(id) || after.has(id)
  const large = nodes.length > nodesMax
  const kept = nodes.filter(
    ({ id, noun }) => drawn.includes(noun) && (!only || isNear(id)) && (noun !== 'property' || !large || isNear(id)),
  )
  return { nodes: kept, edges }
}
