import { Button } from '@mantine/core'
import type { ReactElement } from 'react'
import type { Member } from '../../contract/member.ts'
import { people } from '../../contract/session-routes.ts'
import { useProject } from '../data/project.ts'
import { useAllowed, useSession } from '../data/session.ts'
import { useChange } from '../data/use-change.ts'
import { usePages } from '../data/use-pages.ts'
import { useSearchState } from '../data/use-search-state.ts'
import { Ago } from '../parts/ago.tsx'
import { ask } from '../parts/ask.tsx'
import { actionsColumn } from '../parts/common-columns.tsx'
import { confirmByName } from '../parts/confirm-by-name.tsx'
import { EmptyState } from '../parts/empty-state.tsx'
import { FilterBar, FilterChoice } from '../parts/filter-bar.tsx'
import { reveal } from '../parts/reveal.tsx'
import { StatusBadge } from '../parts/status-badge.tsx'
import type { Column } from '../parts/table-column.ts'
import { VirtualTable } from '../parts/virtual-table.tsx'
import { MemberForm } from './member-form.tsx'
import { roleNames } from './role-text.ts'
import type { SettingsSearch } from './routes.tsx'
import { RowMenu } from './row-menu.tsx'
import { ForAdmins, SettingsFrame } from './settings-frame.tsx'

const about = 'Who may sign in, and what they may do.'

/** The people of the installation and their roles. */
export function MemberList(): ReactElement {
  if (!useAllowed('admin'))
    return (
      <SettingsFrame title="Members" about={about}>
        <ForAdmins what="Members" />
      </SettingsFrame>
    )
  return <Members />
}

function Members(): ReactElement {
  const project = useProject()
  const { member: self } = useSession()
  const [search, change] = useSearchState<SettingsSearch>()
  const members = usePages(people.list, { query: { limit: 500 } }, { all: true })
  const renew = useChange(people.invite)
  const remove = useChange(people.remove, { done: 'The member is removed; their sessions ended' })
  const words = (search.q ?? '').toLowerCase()
  const rows = members.items.filter(
    one =>
      `${one.name} ${one.email ?? ''}`.toLowerCase().includes(words) &&
      (search.kind === undefined || one.role === search.kind),
  )
  const admins = members.items.filter(one => one.role === 'admin' && one.project === undefined)
  const isLastAdmin = (one: Member) => admins.length === 1 && admins[0]?.id === one.id

  const show = async ({ name, link }: { name: string; link: string }) =>
    reveal({
      title: `The link for ${name}`,
      label: 'One-time link',
      secret: link,
      about: `Give it to ${name} yourself: it signs in whoever opens it, once and within a week, and lets them choose a password. It is not shown again.`,
    })
  const invite = async () => {
    const made = await ask<{ name: string; link: string }>('Invite somebody', (answer, cancel) => (
      <MemberForm project={project} onDone={done => done && answer(done)} onCancel={cancel} />
    ))
    if (made !== undefined) await show(made)
  }
  const freshLink = ({ id, name }: Member) =>
    renew.mutate({ params: { id } }, { onSuccess: ({ body }) => void show({ name, link: body.invitation.link }) })
  const edit = (one: Member) =>
    void ask<true>(`Change ${one.name}`, (answer, cancel) => (
      <MemberForm project={project} current={one} onDone={() => answer(true)} onCancel={cancel} />
    ))
  const leave = async ({ id, name, email }: Member) => {
    const sure = await confirmByName({
      title: `Remove ${name}?`,
      name: email ?? name,
      consequences:
        'They are signed out everywhere at once and cannot come back. What they did stays in the history under their name.',
      action: 'Remove the member',
    })
    if (sure) remove.mutate({ params: { id } })
  }

  return (
    <SettingsFrame
      title="Members"
      about={about}
      actions={<Button onClick={() => void invite()}>Invite somebody</Button>}
    >
      <FilterBar
        label="Search members"
        placeholder="Search by name or e-mail"
        text={search.q ?? ''}
        onText={q => change({ q })}
      >
        <FilterChoice label="Role" value={search.kind} data={roleNames} onChange={kind => change({ kind })} />
      </FilterBar>
      <VirtualTable
        label="Members"
        one="member"
        rows={rows}
        rowKey={({ id }) => id}
        loading={members.loading}
        error={members.error}
        retry={members.retry}
        empty={<EmptyState title="No member fits">Search for something else, or clear the filters.</EmptyState>}
        columns={columnsOf(self.id, one => (
          <RowMenu
            of={one.name}
            note={
              isLastAdmin(one)
                ? 'The last admin stays: make somebody else one first.'
                : one.id === self.id
                  ? 'Somebody else has to remove you.'
                  : undefined
            }
            acts={[
              { label: 'Change name or role', act: () => edit(one) },
              { label: 'New one-time link', act: () => freshLink(one) },
              {
                label: 'Remove',
                danger: true,
                disabled: isLastAdmin(one) || one.id === self.id,
                act: () => void leave(one),
              },
            ]}
          />
        ))}
      />
    </SettingsFrame>
  )
}

function columnsOf(self: string, actions: (member: Member) => ReactElement): Column<Member>[] {
  return [
    {
      id: 'name',
      header: 'Name',
      width: 'minmax(7.5rem, 1.3fr)',
      cell: ({ id, name }) => (id === self ? `${name} (you)` : name),
      sort: ({ name }) => name,
    },
    {
      id: 'email',
      header: 'E-mail',
      width: '1.6fr',
      narrow: 'hidden',
      cell: ({ email }) => email ?? <span style={{ color: 'var(--text-soft)' }}>none yet</span>,
      sort: ({ email }) => email,
    },
    { id: 'role', header: 'Role', width: '4.25rem', cell: ({ role }) => role, sort: ({ role }) => role },
    {
      id: 'holds',
      header: 'Project',
      width: '8rem',
      narrow: 'hidden',
      cell: ({ project }) => project ?? 'every project',
      sort: ({ project }) => project ?? '',
    },
    {
      id: 'status',
      header: 'Status',
      width: '5rem',
      cell: ({ status }) => <StatusBadge status={status} />,
      sort: ({ status }) => status,
    },
    {
      id: 'seen',
      header: 'Last here',
      width: '8rem',
      narrow: 'hidden',
      cell: ({ seenAt }) =>
        seenAt === undefined ? <span style={{ color: 'var(--text-soft)' }}>never</span> : <Ago time={seenAt} />,
      sort: ({ seenAt }) => seenAt,
    },
    actionsColumn(actions),
  ]
}
