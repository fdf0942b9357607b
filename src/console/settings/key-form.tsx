import { SegmentedControl, Select, Stack, Text, TextInput } from '@mantine/core'
import { type FormEvent, type ReactElement, useState } from 'react'
import type { AccessKeyKind, NewAccessKey, Role } from '../../contract/access.ts'
import { access } from '../../contract/routes.ts'
import { useChange } from '../data/use-change.ts'
import { fieldErrors } from '../parts/field-errors.ts'
import { Failed } from '../shell/failed.tsx'
import { FormActions } from './form-actions.tsx'
import { roleChoices } from './role-text.ts'

const kinds: { value: AccessKeyKind; label: string; about: string }[] = [
  { value: 'server', label: 'Server', about: 'For services. Gets all rules and lists; keep it secret.' },
  {
    value: 'client',
    label: 'Client',
    about: 'For browsers and apps. Everybody can read it there, so it gets no private attributes and lists.',
  },
  { value: 'token', label: 'Token', about: 'For people’s programs: what a role may do in the API.' },
]

/** The kind of secret, its name and where it holds. `onMade` gets the secret, which nobody can show again. */
export function KeyForm({
  project,
  environments,
  environment: first,
  kind: given = 'server',
  onMade,
  onCancel,
}: {
  project: string
  environments: { key: string; name: string }[]
  environment: string
  kind?: AccessKeyKind
  onMade: (made: { name: string; secret: string }) => void
  onCancel: () => void
}): ReactElement {
  const [kind, setKind] = useState<AccessKeyKind>(given)
  const [name, setName] = useState('')
  const [environment, setEnvironment] = useState(first)
  const [role, setRole] = useState<Role>('viewer')
  const [everywhere, setEverywhere] = useState('project')
  const create = useChange(access.createKey, { quiet: true })
  const errors = create.error === null ? {} : fieldErrors(create.error)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const named = { name: name.trim() }
    const body: NewAccessKey =
      kind === 'token'
        ? { kind, ...named, role, ...(everywhere === 'project' ? { project } : {}) }
        : { kind, ...named, project, environment }
    create.mutate({ body }, { onSuccess: ({ body: made }) => onMade({ name: made.name, secret: made.secret }) })
  }
  return (
    <form onSubmit={submit}>
      <Stack>
        {create.error !== null && Object.keys(errors).length === 0 && <Failed error={create.error} />}
        <div>
          <SegmentedControl
            fullWidth
            aria-label="Kind"
            data={kinds.map(({ value, label }) => ({ value, label }))}
            value={kind}
            onChange={value => setKind(value as AccessKeyKind)}
          />
          <Text c="dimmed" mt={6}>
            {kinds.find(({ value }) => value === kind)?.about}
          </Text>
        </div>
        <TextInput
          label="Name"
          description="Where it is used, so that you know what stops when it is revoked"
          placeholder={kind === 'token' ? 'Nightly export' : 'Shop backend'}
          value={name}
          error={errors.name}
          data-autofocus
          required
          withAsterisk={false}
          maxLength={200}
          onChange={event => setName(event.currentTarget.value)}
        />
        {kind === 'token' ? (
          <>
            <Select
              label="Role"
              data={roleChoices}
              value={role}
              onChange={value => value !== null && setRole(value as Role)}
            />
            <Select
              label="Holds in"
              data={[
                { value: 'project', label: `This project (${project})` },
                { value: 'all', label: 'Every project' },
              ]}
              value={everywhere}
              onChange={value => value !== null && setEverywhere(value)}
            />
          </>
        ) : (
          <Select
            label="Environment"
            data={environments.map(one => ({ value: one.key, label: one.name }))}
            value={environment}
            error={errors.environment}
            onChange={value => value !== null && setEnvironment(value)}
          />
        )}
        <FormActions
          action="Create the key"
          busy={create.isPending}
          disabled={name.trim() === ''}
          onCancel={onCancel}
        />
      </Stack>
    </form>
  )
}
