import { Button, Select, Skeleton, Stack, Table, Text, Textarea, TextInput } from '@mantine/core'
import { type FormEvent, type ReactElement, useState } from 'react'
import { resources } from '../../contract/routes.ts'
import { useProject } from '../data/project.ts'
import { useAllowed } from '../data/session.ts'
import { useChange } from '../data/use-change.ts'
import { useRoute } from '../data/use-route.ts'
import { fieldErrors } from '../parts/field-errors.ts'
import { KeyText } from '../parts/key-text.tsx'
import { Failed } from '../shell/failed.tsx'
import { BackupForm } from './backup-form.tsx'
import { Section } from './section.tsx'
import { SettingsFrame } from './settings-frame.tsx'

const head = { c: 'dimmed', fz: 'xs', fw: 500 } as const

type Draft = { name: string; description: string; timeZone: string }

/** What the project is called, by whose clock it counts days, whom it can tell apart; and the copy of everything. */
export function ProjectSettings(): ReactElement {
  const project = useProject()
  const isAdmin = useAllowed('admin')
  const { data, error, refetch } = useRoute(resources.projects.read, { params: { key: project } })
  return (
    <SettingsFrame title="Settings" about="The project and what it rests on.">
      {error !== null ? (
        <Failed error={error} retry={() => void refetch()} />
      ) : data === undefined ? (
        <Skeleton height={280} />
      ) : (
        <>
          <Section title="Project" about="Its key stays as it is: code and addresses rest on it.">
            <ProjectForm
              key={data.etag}
              project={project}
              mayChange={isAdmin}
              current={{
                name: data.body.name,
                description: data.body.description ?? '',
                timeZone: data.body.timeZone,
              }}
            />
          </Section>
          <Section
            title="Units"
            about="What experiments can share out, and the field of events that identifies it. They change with the model: by file or by proposal."
          >
            <Table aria-label="Units">
              <Table.Thead>
                <Table.Tr>
                  <Table.Th {...head}>Unit</Table.Th>
                  <Table.Th {...head}>Field of events</Table.Th>
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {Object.entries(data.body.units).map(([unit, field]) => (
                  <Table.Tr key={unit}>
                    <Table.Td>{unit}</Table.Td>
                    <Table.Td>
                      <KeyText>{field}</KeyText>
                    </Table.Td>
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </Table>
          </Section>
          {isAdmin && (
            <Section
              title="Backup"
              about="Copies the whole installation with every project, while it goes on serving. The command “assay restore” brings it back."
            >
              <BackupForm />
            </Section>
          )}
        </>
      )}
    </SettingsFrame>
  )
}

function ProjectForm({
  project,
  current,
  mayChange,
}: {
  project: string
  current: Draft
  mayChange: boolean
}): ReactElement {
  const [draft, setDraft] = useState(current)
  const save = useChange(resources.projects.change, { done: 'The project is changed', quiet: true })
  const errors = save.error === null ? {} : fieldErrors(save.error)
  const changed = (Object.keys(draft) as (keyof Draft)[]).some(field => draft[field] !== current[field])
  const set = (part: Partial<Draft>) => setDraft({ ...draft, ...part })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const { name, description, timeZone } = draft
    const body = { name: name.trim(), description: description.trim() === '' ? null : description.trim(), timeZone }
    save.mutate({ params: { key: project }, body })
  }
  return (
    <form onSubmit={submit}>
      <Stack>
        {save.error !== null && Object.keys(errors).length === 0 && <Failed error={save.error} />}
        <TextInput
          label="Name"
          value={draft.name}
          error={errors.name}
          disabled={!mayChange}
          required
          withAsterisk={false}
          onChange={event => set({ name: event.currentTarget.value })}
        />
        <div>
          <Text fw={600}>Key</Text>
          <KeyText>{project}</KeyText>
        </div>
        <Textarea
          label="Description"
          value={draft.description}
          error={errors.description}
          disabled={!mayChange}
          autosize
          minRows={2}
          onChange={event => set({ description: event.currentTarget.value })}
        />
        <Select
          label="Time zone"
          description="Days, weeks and months of charts and metrics begin by this clock"
          data={timeZones(draft.timeZone)}
          value={draft.timeZone}
          error={errors.timeZone}
          disabled={!mayChange}
          searchable
          limit={60}
          nothingFoundMessage="No such time zone"
          onChange={timeZone => timeZone !== null && set({ timeZone })}
        />
        {mayChange ? (
          <div>
            <Button type="submit" loading={save.isPending} disabled={!changed || draft.name.trim() === ''}>
              Save
            </Button>
          </div>
        ) : (
          <Text c="dimmed">Only an admin may change the project.</Text>
        )}
      </Stack>
    </form>
  )
}

/** Every zone the browser knows, with the one in use whatever it knows. */
function timeZones(current: string): string[] {
  return [...new Set(['UTC', current, ...Intl.supportedValuesOf('timeZone')])]
}
