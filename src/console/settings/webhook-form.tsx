import { Checkbox, Stack, TextInput } from '@mantine/core'
import { type ReactElement, useState } from 'react'
import type { Meta } from '../../contract/noun.ts'
import type { Webhook, WebhookEvent } from '../../contract/webhook.ts'
import { KeepForm, KeyField } from './keep-form.tsx'
import { useKeeping } from './use-keeping.ts'

export type KeptWebhook = Webhook & { meta: Meta }

const events: { value: WebhookEvent; label: string }[] = [
  { value: 'incident.opened', label: 'An incident opens' },
  { value: 'incident.closed', label: 'An incident closes' },
]

/** Where messages go and what about. */
export function WebhookForm({
  project,
  current,
  onDone,
  onCancel,
}: {
  project: string
  current?: KeptWebhook
  onDone: (key: string) => void
  onCancel: () => void
}): ReactElement {
  const [key, setKey] = useState(current?.key ?? '')
  const [url, setUrl] = useState(current?.url ?? '')
  const [description, setDescription] = useState(current?.description ?? '')
  const [told, setTold] = useState<string[]>(current?.events ?? events.map(({ value }) => value))
  const keeping = useKeeping('webhooks', { project, current }, key => `Webhook ${key}`)
  const { errors } = keeping
  const submit = () =>
    keeping.keep({ key }, { url: url.trim(), events: told }, description, () => onDone(current?.key ?? key))
  return (
    <KeepForm
      keeping={keeping}
      action={current === undefined ? 'Create the webhook' : 'Save'}
      ready={key !== '' && url.trim() !== '' && told.length > 0}
      onSubmit={submit}
      onCancel={onCancel}
    >
      {current === undefined && (
        <KeyField
          label="Key"
          description="How it is called here; it stays as it is"
          placeholder="on-call"
          value={key}
          error={errors.key}
          onChange={setKey}
        />
      )}
      <TextInput
        label="Address"
        description="Gets a POST for each message, signed with the webhook's secret"
        placeholder="https://example.com/hooks/assay"
        type="url"
        value={url}
        error={errors.url}
        required
        withAsterisk={false}
        onChange={event => setUrl(event.currentTarget.value)}
      />
      <TextInput
        label="Description"
        value={description}
        error={errors.description}
        onChange={event => setDescription(event.currentTarget.value)}
      />
      <Checkbox.Group label="Tell it when" value={told} error={errors.events} onChange={setTold}>
        <Stack gap="xs" mt={6}>
          {events.map(({ value, label }) => (
            <Checkbox key={value} value={value} label={label} />
          ))}
        </Stack>
      </Checkbox.Group>
    </KeepForm>
  )
}
