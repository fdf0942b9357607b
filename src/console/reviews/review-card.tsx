import { Button, Group, Text } from '@mantine/core'
import { type ReactElement, useState } from 'react'
import type { EventDefinition } from '../../contract/event-definition.ts'
import type { Meta } from '../../contract/noun.ts'
import type { Review } from '../../contract/privacy.ts'
import { count } from '../../core/report/number-text.ts'
import { useProject } from '../data/project.ts'
import { treatmentText } from '../model/treatment-text.ts'
import { Ago } from '../parts/ago.tsx'
import { FactList } from '../parts/fact-list.tsx'
import { PlaceAnchor } from '../parts/place-anchor.tsx'
import { StatusBadge } from '../parts/status-badge.tsx'
import { paths } from '../paths.ts'
import { DecideForm } from './decide-form.tsx'
import classes from './reviews.module.css'

type Props = { review: Review; event: (EventDefinition & { meta: Meta }) | undefined; mayDecide: boolean }

/** One personal property: what is asked for, by whom, what for, how long; and the decision. */
export function ReviewCard({ review, event, mayDecide }: Props): ReactElement {
  const project = useProject()
  const [deciding, setDeciding] = useState<'approve' | 'refuse'>()
  const { event: name, property, type, privacy, consent, status, collects, decision } = review
  const definition = event?.properties[property]
  const kept = collects?.retentionDays ?? privacy.retentionDays ?? event?.retentionDays
  return (
    <article className={classes.card} aria-label={`${name}.${property}`}>
      <header className={classes.head}>
        <h2>
          <PlaceAnchor address={paths.event(project, name)} inherit c="inherit" underline="hover">
            {name}
          </PlaceAnchor>
          .{property}
        </h2>
        <StatusBadge status={privacy.class} tone={privacy.class === 'sensitive' ? 'failing' : 'neutral'} />
        <StatusBadge status={status} />
      </header>
      {definition?.description !== undefined && <p className={classes.about}>{definition.description}</p>}
      <FactList
        facts={[
          { label: 'Type', value: `${type}${definition?.required ? ', required' : ''}` },
          { label: 'Purpose', value: privacy.purpose },
          { label: 'Treatment', value: treatmentText(collects?.treatment ?? privacy.treatment) },
          { label: 'Kept for', value: kept === undefined ? 'no limit' : `${count(kept)} days` },
          { label: 'Consent', value: consent ?? 'not asked for' },
          { label: 'Owner', value: event?.owner ?? 'not known' },
          {
            label: 'Last changed by',
            value:
              event === undefined ? (
                'not known'
              ) : (
                <>
                  {event.meta.updatedBy}, <Ago time={event.meta.updatedAt} />
                </>
              ),
          },
        ]}
      />
      {definition?.required && status === 'pending' && (
        <Text c="dimmed" mt="sm">
          It is required: until it is approved, events with it wait in quarantine without its values.
        </Text>
      )}
      {decision !== undefined && (
        <p className={classes.decision}>
          {decision.outcome === 'approve' ? 'Approved' : 'Refused'} by {decision.by}, <Ago time={decision.at} />: “
          {decision.reason}”
          {decision.conditions?.treatment !== undefined &&
            ` Condition: ${treatmentText(decision.conditions.treatment)}.`}
          {decision.conditions?.retentionDays !== undefined &&
            ` Condition: at most ${count(decision.conditions.retentionDays)} days.`}
        </p>
      )}
      {mayDecide &&
        (deciding === undefined ? (
          <Group mt="md" gap="sm">
            {status !== 'approved' && (
              <Button variant="default" onClick={() => setDeciding('approve')}>
                Approve…
              </Button>
            )}
            {status !== 'refused' && (
              <Button variant="default" onClick={() => setDeciding('refuse')}>
                Refuse…
              </Button>
            )}
          </Group>
        ) : (
          <DecideForm review={review} outcome={deciding} onDone={() => setDeciding(undefined)} />
        ))}
    </article>
  )
}
