import { SegmentedControl, Skeleton, Text } from '@mantine/core'
import { IconSearch } from '@tabler/icons-react'
import { type ReactElement, useMemo } from 'react'
import { privacy } from '../../contract/privacy-routes.ts'
import { resources } from '../../contract/routes.ts'
import { useProject } from '../data/project.ts'
import { useAllowed } from '../data/session.ts'
import { usePages } from '../data/use-pages.ts'
import { useRoute } from '../data/use-route.ts'
import { useSearchState } from '../data/use-search-state.ts'
import { ModelTabs } from '../model/model-tabs.tsx'
import type { ReviewSearch } from '../model/routes.tsx'
import { AddressField } from '../parts/address-field.tsx'
import { EmptyState } from '../parts/empty-state.tsx'
import { Failed } from '../shell/failed.tsx'
import { Screen } from '../shell/screen.tsx'
import { DecisionList } from './decision-list.tsx'
import { ReviewCard } from './review-card.tsx'
import classes from './reviews.module.css'

/** Personal properties and what was decided about them; only approved ones are collected. */
export function ReviewScreen(): ReactElement {
  const [search, change] = useSearchState<ReviewSearch>()
  const show = search.show ?? 'pending'
  return (
    <Screen
      title="Privacy reviews"
      about="A personal property collects nothing until somebody with the role privacy approves it. Values are never shown here."
      wide
    >
      <ModelTabs />
      <search className={`${classes.tools} no-print`}>
        <SegmentedControl
          aria-label="Which reviews"
          data={[
            { value: 'pending', label: 'Waiting' },
            { value: 'approved', label: 'Approved' },
            { value: 'refused', label: 'Refused' },
            { value: 'decisions', label: 'All decisions' },
          ]}
          value={show}
          onChange={value => change({ show: value === 'pending' ? '' : value })}
        />
        <AddressField
          aria-label="Search reviews"
          placeholder="Search by event, property, purpose"
          leftSection={<IconSearch size={15} aria-hidden />}
          w="18rem"
          maw="100%"
          value={search.q ?? ''}
          data-search
          onChange={q => change({ q })}
        />
      </search>
      {show === 'decisions' ? <DecisionList q={search.q ?? ''} /> : <Queue show={show} q={search.q ?? ''} />}
    </Screen>
  )
}

const calm: Record<string, { title: string; text: string }> = {
  pending: {
    title: 'No review waits',
    text: 'A new or changed personal property appears here before it collects anything.',
  },
  approved: {
    title: 'Nothing personal is collected',
    text: 'Approved properties are listed here with how they are treated.',
  },
  refused: { title: 'Nothing was refused', text: 'Refused properties are listed here with the reason.' },
}

function Queue({ show, q }: { show: string; q: string }): ReactElement {
  const project = useProject()
  const mayDecide = useAllowed('privacy')
  const { data, error, refetch } = useRoute(privacy.reviews, { params: { project }, query: { status: 'any' } })
  const events = usePages(resources.events.list, { params: { project }, query: { limit: 500 } }, { all: true })
  const eventOf = useMemo(() => new Map(events.items.map(event => [event.key, event])), [events.items])
  if (error) return <Failed error={error} retry={() => void refetch()} />
  if (data === undefined) return <Skeleton height={200} />
  const words = q.toLowerCase().split(/\s+/).filter(Boolean)
  const shown = data.body.items.filter(({ status, event, property, privacy: wanted }) => {
    const text = `${event}.${property} ${wanted.purpose} ${wanted.class}`.toLowerCase()
    return status === show && words.every(word => text.includes(word))
  })
  if (shown.length === 0) {
    const { title, text } = (q === '' ? calm[show] : undefined) ?? {
      title: 'Nothing fits',
      text: 'Clear the search to see all of them.',
    }
    return <EmptyState title={title}>{text}</EmptyState>
  }
  return (
    <div className={classes.queue}>
      {!mayDecide && show === 'pending' && (
        <Text c="dimmed">Deciding needs the role privacy. You see what waits and why.</Text>
      )}
      {shown.map(review => (
        <ReviewCard
          key={`${review.event}.${review.property}`}
          review={review}
          event={eventOf.get(review.event)}
          mayDecide={mayDecide}
        />
      ))}
    </div>
  )
}
