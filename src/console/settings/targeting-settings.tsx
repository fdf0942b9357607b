import { Button, Group, Title } from '@mantine/core'
import type { ReactElement } from 'react'
import { useProject } from '../data/project.ts'
import { useAllowed } from '../data/session.ts'
import { useSearchState } from '../data/use-search-state.ts'
import { ask } from '../parts/ask.tsx'
import { FilterBar } from '../parts/filter-bar.tsx'
import { AttributeForm, type KeptAttribute } from './attribute-form.tsx'
import { AttributeTable } from './attribute-table.tsx'
import { type KeptList, ListForm } from './list-form.tsx'
import { ListTable } from './list-table.tsx'
import type { SettingsSearch } from './routes.tsx'
import { SettingsFrame } from './settings-frame.tsx'

/** What rules can be about: declared attributes, and lists of values. */
export function TargetingSettings(): ReactElement {
  const project = useProject()
  const mayChange = useAllowed('editor')
  const reason = mayChange ? undefined : 'It takes the role editor; ask an admin'
  const [search, change] = useSearchState<SettingsSearch>()
  const words = (search.q ?? '').toLowerCase()
  const attributeForm = (current?: KeptAttribute) =>
    void ask<true>(current === undefined ? 'New attribute' : `Change ${current.key}`, (answer, cancel) => (
      <AttributeForm
        project={project}
        {...(current === undefined ? {} : { current })}
        onDone={() => answer(true)}
        onCancel={cancel}
      />
    ))
  const listForm = (current?: KeptList) =>
    void ask<true>(current === undefined ? 'New list' : `Change ${current.name}`, (answer, cancel) => (
      <ListForm
        project={project}
        {...(current === undefined ? {} : { current })}
        onDone={() => answer(true)}
        onCancel={cancel}
      />
    ))
  return (
    <SettingsFrame title="Targeting" about="What rules and audiences can be about: attributes of who asks, and lists.">
      <FilterBar
        label="Search attributes and lists"
        placeholder="Search by name or key"
        text={search.q ?? ''}
        onText={q => change({ q })}
      />
      <Group justify="space-between" mb="xs">
        <Title order={2}>Attributes</Title>
        <Button variant="default" disabled={!mayChange} title={reason} onClick={() => attributeForm()}>
          New attribute
        </Button>
      </Group>
      <AttributeTable words={words} mayChange={mayChange} onEdit={attributeForm} />
      <Group justify="space-between" mt="lg" mb="xs">
        <Title order={2}>Lists</Title>
        <Button variant="default" disabled={!mayChange} title={reason} onClick={() => listForm()}>
          New list
        </Button>
      </Group>
      <ListTable words={words} mayChange={mayChange} onEdit={listForm} />
    </SettingsFrame>
  )
}
