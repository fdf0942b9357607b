import type { ReactElement } from 'react'
import type { EventDefinition } from '../../contract/event-definition.ts'
import { count, percent, span } from '../../core/report/number-text.ts'
import { Ago } from '../parts/ago.tsx'
import { type Fact, FactList } from '../parts/fact-list.tsx'

type Props = {
  event: EventDefinition
  volume: { events: number; lastReceived: string } | undefined
  environment: string
}

const sources = { client: 'apps only', server: 'servers only', any: 'apps and servers' }

/** Whose an event is, what for, and what is expected of it. */
export function EventFacts({ event, volume, environment }: Props): ReactElement {
  const { owner, purpose, priority, source, truth, consent, retentionDays, freshnessMinutes, expect } = event
  const facts: Fact[] = [
    { label: 'Owner', value: owner },
    { label: 'Purpose', value: purpose },
    { label: 'Priority', value: priority },
    { label: 'Sent by', value: truth ? 'servers only, taken as the truth' : sources[source] },
    {
      label: `Last seen in ${environment}`,
      value: volume === undefined ? 'never' : <Ago time={volume.lastReceived} />,
    },
    { label: `Kept in ${environment}`, value: `${count(volume?.events ?? 0)} events` },
    {
      label: 'Kept for',
      value: retentionDays === undefined ? 'no limit' : `${count(retentionDays)} days`,
    },
  ]
  if (consent !== undefined) facts.push({ label: 'Needs consent for', value: consent })
  if (freshnessMinutes !== undefined) facts.push({ label: 'Silent at most', value: span(freshnessMinutes * 60_000) })
  if (expect?.duplicatesMax !== undefined)
    facts.push({ label: 'Duplicates at most', value: percent(expect.duplicatesMax) })
  if (expect?.missingMax !== undefined)
    facts.push({ label: 'Missing values at most', value: percent(expect.missingMax) })
  if (expect?.completeness !== undefined) {
    const { against, by, min } = expect.completeness
    facts.push({ label: 'Complete', value: `${percent(min)} of ${against} by ${by}` })
  }
  return <FactList facts={facts} />
}
