import { Checkbox, NumberInput, Select, Textarea, TextInput } from '@mantine/core'
import type { ReactElement } from 'react'
import { resources } from '../../contract/routes.ts'
import { useProject } from '../data/project.ts'
import { usePages } from '../data/use-pages.ts'
import { Section } from '../parts/section.tsx'
import type { DraftEvent } from './draft-event.ts'
import classes from './editor.module.css'

type Props = {
  draft: DraftEvent
  isNew: boolean
  faultOf: (path: string) => string | undefined
  focusSource: boolean
  onChange: (part: Partial<DraftEvent>) => void
}

/** Whose an event is, what for, who sends it and how long it is kept. */
export function AboutFields({ draft, isNew, faultOf, focusSource, onChange }: Props): ReactElement {
  return (
    <Section title="About">
      <div className={classes.grid}>
        <TextInput
          label="Name"
          description={isNew ? 'As apps send it; it stays' : 'It stays as it is'}
          placeholder="checkout_started"
          value={draft.key}
          readOnly={!isNew}
          error={faultOf('/key')}
          spellCheck={false}
          styles={{ input: { fontFamily: 'var(--mono)' } }}
          onChange={event => onChange({ key: event.currentTarget.value })}
        />
        <TextInput
          label="Owner"
          description="Who answers for it"
          value={draft.owner}
          error={faultOf('/owner')}
          onChange={event => onChange({ owner: event.currentTarget.value })}
        />
        <TextInput
          label="Purpose"
          description="What it is collected for"
          placeholder="funnel, revenue, operations…"
          value={draft.purpose}
          error={faultOf('/purpose')}
          onChange={event => onChange({ purpose: event.currentTarget.value })}
        />
        <TextInput
          className={classes.whole ?? ''}
          label="Sent when (optional)"
          placeholder="the item is in the cart, after the server said yes"
          value={draft.trigger}
          error={faultOf('/trigger')}
          onChange={event => onChange({ trigger: event.currentTarget.value })}
        />
        <Textarea
          className={classes.whole ?? ''}
          label="Description (optional)"
          autosize
          minRows={2}
          maxRows={6}
          value={draft.description}
          onChange={event => onChange({ description: event.currentTarget.value })}
        />
        <Select
          label="Priority"
          data={['high', 'normal', 'low']}
          value={draft.priority}
          onChange={value => value !== null && onChange({ priority: value as DraftEvent['priority'] })}
        />
        <Select
          label="Sent by"
          data={[
            { value: 'any', label: 'Apps and servers' },
            { value: 'client', label: 'Apps only' },
            { value: 'server', label: 'Servers only' },
          ]}
          value={draft.source}
          error={faultOf('/source')}
          autoFocus={focusSource}
          onChange={value => value !== null && onChange({ source: value as DraftEvent['source'] })}
        />
        <TextInput
          label="Needs consent for (optional)"
          placeholder="analytics"
          value={draft.consent}
          onChange={event => onChange({ consent: event.currentTarget.value })}
        />
        <NumberInput
          label="Days kept (optional)"
          min={1}
          max={36_500}
          allowDecimal={false}
          value={draft.retentionDays}
          error={faultOf('/retentionDays')}
          onChange={value => onChange({ retentionDays: numberOr(value) })}
        />
      </div>
    </Section>
  )
}

/** What its health is judged by. */
export function ExpectationFields({ draft, faultOf, onChange }: Omit<Props, 'isNew' | 'focusSource'>): ReactElement {
  const events = usePages(
    resources.events.list,
    { params: { project: useProject() }, query: { limit: 500 } },
    { all: true },
  )
  const { completeness } = draft
  const shared = draft.properties.map(({ name }) => name).filter(name => name !== '')
  return (
    <Section
      title="What is expected"
      about="Its health is judged by this; what is left empty is judged by what was usual."
    >
      <div className={classes.grid}>
        <NumberInput
          label="Silent at most (minutes)"
          min={1}
          value={draft.freshnessMinutes}
          error={faultOf('/freshnessMinutes')}
          onChange={value => onChange({ freshnessMinutes: numberOr(value) })}
        />
        <NumberInput
          label="Duplicates at most (%)"
          min={0}
          max={100}
          value={draft.duplicatesPercent}
          onChange={value => onChange({ duplicatesPercent: numberOr(value) })}
        />
        <NumberInput
          label="Missing values at most (%)"
          min={0}
          max={100}
          value={draft.missingPercent}
          onChange={value => onChange({ missingPercent: numberOr(value) })}
        />
        <Checkbox
          className={classes.whole ?? ''}
          label="What it says is taken as the truth (servers only)"
          checked={draft.truth}
          error={faultOf('/truth')}
          onChange={event => onChange({ truth: event.currentTarget.checked })}
        />
        <Checkbox
          className={classes.whole ?? ''}
          label="One is expected for each event of another kind"
          checked={completeness !== undefined}
          onChange={event =>
            onChange({
              completeness: event.currentTarget.checked
                ? { against: '', by: shared[0] ?? '', minPercent: 98 }
                : undefined,
            })
          }
        />
        {completeness !== undefined && (
          <>
            <Select
              label="Of the event"
              searchable
              data={events.items.map(({ key }) => key).filter(key => key !== draft.key)}
              value={completeness.against || null}
              error={faultOf('/expect/completeness/against')}
              onChange={value => onChange({ completeness: { ...completeness, against: value ?? '' } })}
            />
            <Select
              label="By the property both carry"
              data={shared}
              value={completeness.by || null}
              error={faultOf('/expect/completeness/by')}
              onChange={value => onChange({ completeness: { ...completeness, by: value ?? '' } })}
            />
            <NumberInput
              label="At least (%)"
              min={0}
              max={100}
              value={completeness.minPercent}
              onChange={value => onChange({ completeness: { ...completeness, minPercent: numberOr(value) } })}
            />
          </>
        )}
      </div>
    </Section>
  )
}

function numberOr(value: string | number): number | '' {
  return typeof value === 'number' ? value : ''
}
