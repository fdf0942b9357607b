import { Select, Stack, TextInput } from '@mantine/core'
import { type FormEvent, type ReactElement, useState } from 'react'
import type { Role } from '../../contract/access.ts'
import type { Member } from '../../contract/member.ts'
import { people } from '../../contract/session-routes.ts'
import { useChange } from '../data/use-change.ts'
import { fieldErrors } from '../parts/field-errors.ts'
import { Failed } from '../shell/failed.tsx'
import { FormActions } from './form-actions.tsx'
import { roleChoices } from './role-text.ts'

type Props = {
  project: string
  /** Who is changed; nobody: somebody is invited. */
  current?: Member
  /** Gets the one-time link of an invitation. */
  onDone: (made?: { name: string; link: string }) => void
  onCancel: () => void
}

/** Who somebody is and what they may do, to invite or to change them. */
export function MemberForm({ project, current, onDone, onCancel }: Props): ReactElement {
  const [name, setName] = useState(current?.name ?? '')
  const [email, setEmail] = useState(current?.email ?? '')
  const [role, setRole] = useState<Role>(current?.role ?? 'viewer')
  const [bound, setBound] = useState(current?.project ?? '')
  const invite = useChange(people.create, { quiet: true })
  const save = useChange(people.change, { quiet: true, done: ({ name: who }) => `${who} is changed` })
  const error = invite.error ?? save.error
  const errors = error === null ? {} : fieldErrors(error)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const who = { name: name.trim(), role }
    const address = email.trim()
    if (current === undefined)
      invite.mutate(
        { body: { ...who, email: address, ...(bound === '' ? {} : { project: bound }) } },
        { onSuccess: ({ body }) => onDone({ name: body.member.name, link: body.invitation.link }) },
      )
    else
      save.mutate(
        {
          params: { id: current.id },
          body: {
            ...who,
            project: bound === '' ? null : bound,
            ...(address === '' || address === current.email ? {} : { email: address }),
          },
        },
        { onSuccess: () => onDone() },
      )
  }
  return (
    <form onSubmit={submit}>
      <Stack>
        {error !== null && Object.keys(errors).length === 0 && <Failed error={error} />}
        <TextInput
          label="Name"
          value={name}
          error={errors.name}
          required
          withAsterisk={false}
          data-autofocus
          onChange={event => setName(event.currentTarget.value)}
        />
        <TextInput
          label="E-mail"
          description="What they sign in with; Assay sends no mail"
          type="email"
          value={email}
          error={errors.email}
          required={current === undefined}
          withAsterisk={false}
          onChange={event => setEmail(event.currentTarget.value)}
        />
        <Select
          label="Role"
          data={roleChoices}
          value={role}
          error={errors.role}
          onChange={value => value !== null && setRole(value as Role)}
        />
        <Select
          label="Holds in"
          data={[
            { value: '', label: 'Every project' },
            ...[...new Set([project, ...(bound === '' ? [] : [bound])])].map(value => ({ value, label: value })),
          ]}
          value={bound}
          onChange={value => value !== null && setBound(value)}
        />
        <FormActions
          action={current === undefined ? 'Invite' : 'Save'}
          busy={invite.isPending || save.isPending}
          disabled={name.trim() === '' || (current === undefined && email.trim() === '')}
          onCancel={onCancel}
        />
      </Stack>
    </form>
  )
}
