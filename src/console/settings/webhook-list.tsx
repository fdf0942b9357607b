import { Button } from '@mantine/core'
import type { ReactElement } from 'react'
import { resources } from '../../contract/routes.ts'
import { webhooks } from '../../contract/telemetry-routes.ts'
import { call } from '../data/client.ts'
import { useProject } from '../data/project.ts'
import { etagOf } from '../data/send-change.ts'
import { useAllowed } from '../data/session.ts'
import { useChange } from '../data/use-change.ts'
import { usePages } from '../data/use-pages.ts'
import { useSearchState } from '../data/use-search-state.ts'
import { ask } from '../parts/ask.tsx'
import { actionsColumn, changedColumn } from '../parts/common-columns.tsx'
import { confirmByName } from '../parts/confirm-by-name.tsx'
import { EmptyState } from '../parts/empty-state.tsx'
import { FilterBar } from '../parts/filter-bar.tsx'
import { HistoryOf } from '../parts/history-of.tsx'
import { KeyText } from '../parts/key-text.tsx'
import { reveal } from '../parts/reveal.tsx'
import type { Column } from '../parts/table-column.ts'
import { VirtualTable } from '../parts/virtual-table.tsx'
import { sayFailure } from '../shell/say.tsx'
import type { SettingsSearch } from './routes.tsx'
import { RowMenu } from './row-menu.tsx'
import { SettingsFrame } from './settings-frame.tsx'
import { type KeptWebhook, WebhookForm } from './webhook-form.tsx'

/** Who is told when an incident opens or closes. */
export function WebhookList(): ReactElement {
  const project = useProject()
  const isAdmin = useAllowed('admin')
  const [search, change] = useSearchState<SettingsSearch>()
  const hooks = usePages(resources.webhooks.list, { params: { project } }, { all: true })
  const edit = useChange(resources.webhooks.change, { done: 'The webhook has a new secret' })
  const archive = useChange(resources.webhooks.archive, { done: ({ key }) => `Webhook ${key} is archived` })
  const words = (search.q ?? '').toLowerCase()
  const rows = hooks.items.filter(({ key, url, description }) =>
    `${key} ${url} ${description ?? ''}`.toLowerCase().includes(words),
  )
  const opened = hooks.items.find(({ key }) => key === search.show)

  const showSecret = async (key: string) => {
    try {
      const { body } = await call(webhooks.secret, { params: { project, key } })
      await reveal({
        title: `Secret of ${key}`,
        label: 'Signing secret',
        secret: body.secret,
        about:
          'The receiver checks the header Assay-Signature by it, and refuses what does not fit. Admins can see it here again.',
      })
    } catch (error) {
      sayFailure(error)
    }
  }
  const form = (current?: KeptWebhook) =>
    ask<string>(current === undefined ? 'New webhook' : `Change ${current.key}`, (answer, cancel) => (
      <WebhookForm
        project={project}
        {...(current === undefined ? {} : { current })}
        onDone={answer}
        onCancel={cancel}
      />
    ))
  const create = async () => {
    const key = await form()
    if (key !== undefined) await showSecret(key)
  }
  const renew = async (hook: KeptWebhook) => {
    const sure = await confirmByName({
      title: `A new secret for ${hook.key}?`,
      name: hook.key,
      consequences: 'Messages are signed with the new secret at once; the receiver refuses them until it knows it.',
      action: 'Make a new secret',
    })
    if (!sure) return
    edit.mutate(
      {
        params: { project, key: hook.key },
        body: { secretNumber: hook.secretNumber + 1 },
        ifMatch: etagOf(hook.meta),
      },
      { onSuccess: () => void showSecret(hook.key) },
    )
  }
  const remove = async (hook: KeptWebhook) => {
    const sure = await confirmByName({
      title: `Archive ${hook.key}?`,
      name: hook.key,
      consequences: 'It is told nothing any more. Its history brings it back.',
      action: 'Archive the webhook',
    })
    if (sure) archive.mutate({ params: { project, key: hook.key }, ifMatch: etagOf(hook.meta) })
  }

  return (
    <SettingsFrame
      title="Webhooks"
      about="Addresses that are told when an incident opens or closes. What is not taken is sent again, ever more slowly."
      actions={
        <Button
          disabled={!isAdmin}
          {...(isAdmin ? {} : { title: 'Only an admin may add one' })}
          onClick={() => void create()}
        >
          New webhook
        </Button>
      }
    >
      <FilterBar
        label="Search webhooks"
        placeholder="Search by key or address"
        text={search.q ?? ''}
        onText={q => change({ q })}
      />
      <VirtualTable
        label="Webhooks"
        one="webhook"
        rows={rows}
        rowKey={({ key }) => key}
        loading={hooks.loading}
        error={hooks.error}
        retry={hooks.retry}
        empty={
          hooks.items.length > 0 ? (
            <EmptyState title="No webhook fits">Search for something else.</EmptyState>
          ) : (
            <EmptyState title="No webhooks yet">
              {isAdmin
                ? 'Make one for the channel that should hear of broken telemetry.'
                : 'An admin makes one for the channel that should hear of broken telemetry.'}
            </EmptyState>
          )
        }
        columns={columnsOf(hook => (
          <RowMenu
            of={hook.key}
            acts={[
              { label: 'Change', disabled: !isAdmin, act: () => void form(hook) },
              { label: 'Show the secret', disabled: !isAdmin, act: () => void showSecret(hook.key) },
              { label: 'New secret', disabled: !isAdmin, act: () => void renew(hook) },
              { label: 'History', act: () => change({ show: hook.key }) },
              { label: 'Archive', disabled: !isAdmin, danger: true, act: () => void remove(hook) },
            ]}
          />
        ))}
      />
      <HistoryOf noun="webhooks" kept={opened} mayChange={isAdmin} onClose={() => change({ show: '' })} />
    </SettingsFrame>
  )
}

function columnsOf(actions: (hook: KeptWebhook) => ReactElement): Column<KeptWebhook>[] {
  return [
    {
      id: 'key',
      header: 'Key',
      cell: ({ key }) => <KeyText copies={false}>{key}</KeyText>,
      sort: ({ key }) => key,
    },
    { id: 'url', header: 'Address', width: '2fr', cell: ({ url }) => url, sort: ({ url }) => url },
    {
      id: 'events',
      header: 'Told of',
      width: '1.4fr',
      narrow: 'hidden',
      cell: ({ events }) => events.map(event => event.replace('.', ' ')).join(', '),
    },
    changedColumn(one => one),
    actionsColumn(actions),
  ]
}
