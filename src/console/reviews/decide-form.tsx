import { Button, Group, NumberInput, Select, Stack, Textarea } from '@mantine/core'
import type { FormEvent, ReactElement } from 'react'
import type { Treatment } from '../../contract/event-definition.ts'
import type { Review } from '../../contract/privacy.ts'
import { isAtLeastAsStrict, treatmentFits } from '../../core/privacy/treatment.ts'
import { failureOf } from '../data/failure.ts'
import { treatmentText } from '../model/treatment-text.ts'
import { fieldErrors } from '../parts/field-errors.ts'
import { JsonDiff } from '../parts/json-diff.tsx'
import { Notice } from '../parts/notice.tsx'
import { Failed } from '../shell/failed.tsx'
import { type Outcome, useDecision } from './use-decision.ts'

const treatments: readonly Treatment[] = ['keep', 'truncate', 'encrypt', 'hash', 'drop']
const retentionDaysMax = 36_500

type Props = { review: Review; outcome: Outcome; onDone: () => void }

/** The decision about one property: a reason, and for an approval stricter conditions. */
export function DecideForm({ review, outcome, onDone }: Props): ReactElement {
  const decision = useDecision(review, outcome, onDone)
  const { seen, reason, setReason, error, busy, withConditions, send, lookAgain } = decision
  const changed = seen.version !== review.version
  const ready = reason.trim() !== '' && !changed
  const errors = fieldErrors(error)
  const unsaid = error !== null && failureOf(error).kind !== 'changed' && Object.keys(errors).length === 0
  const submit = (submitted: FormEvent) => {
    submitted.preventDefault()
    if (ready) void send()
  }
  return (
    <form onSubmit={submit}>
      <Stack mt="md" gap="sm">
        {changed && (
          <Notice tone="warning" title="The definition changed since you looked">
            <JsonDiff before={termsOf(seen)} after={termsOf(review)} names={['You looked at', 'It is now']} />
            <Button variant="default" mt="sm" onClick={lookAgain}>
              Decide about what it is now
            </Button>
          </Notice>
        )}
        {outcome === 'approve' && <Conditions review={review} decision={decision} errors={errors} />}
        <Textarea
          label="Why?"
          description="Kept with the decision for ever"
          value={reason}
          autosize
          minRows={2}
          maxRows={6}
          maxLength={2000}
          autoFocus
          onChange={typed => setReason(typed.currentTarget.value)}
        />
        {unsaid && <Failed error={error} />}
        <Group gap="sm">
          <Button type="submit" loading={busy} disabled={!ready} {...(outcome === 'refuse' ? { color: 'red' } : {})}>
            {outcome === 'refuse' ? 'Refuse' : withConditions ? 'Approve with conditions' : 'Approve'}
          </Button>
          <Button variant="default" onClick={onDone}>
            Cancel
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

type ConditionsProps = { review: Review; decision: ReturnType<typeof useDecision>; errors: Record<string, string> }

/** What a reviewer may ask for beyond what was asked: a stricter treatment, a shorter retention. */
function Conditions({ review: { type, privacy: wanted }, decision, errors }: ConditionsProps): ReactElement {
  const asked = wanted.retentionDays
  return (
    <Group grow align="flex-start">
      <Select
        label="Treatment"
        description="At least as strict as what is asked for"
        data={treatments
          .filter(one => treatmentFits(type, one) && isAtLeastAsStrict(one, wanted.treatment))
          .map(value => ({ value, label: `${value}: ${treatmentText(value)}` }))}
        value={decision.treatment}
        error={errors['conditions.treatment']}
        onChange={value => value !== null && decision.setTreatment(value as Treatment)}
      />
      <NumberInput
        label="Days kept at most (optional)"
        description={asked === undefined ? 'No end was asked for' : `Asked for: ${asked}`}
        min={1}
        max={asked ?? retentionDaysMax}
        allowDecimal={false}
        value={decision.retentionDays}
        error={errors['conditions.retentionDays']}
        onChange={value => decision.setRetentionDays(typeof value === 'number' ? value : '')}
      />
    </Group>
  )
}

/** What a decision rests on. */
function termsOf({ type, privacy: wanted, consent }: Review): object {
  return { type, ...wanted, ...(consent === undefined ? {} : { consent }) }
}
