import { Button, Skeleton } from '@mantine/core'
import { useSearch } from '@tanstack/react-router'
import type { ReactElement } from 'react'
import type { EventDefinition } from '../../contract/event-definition.ts'
import type { Meta } from '../../contract/noun.ts'
import { resources } from '../../contract/routes.ts'
import { nextName } from '../../core/model/next-name.ts'
import { useParam, useProject } from '../data/project.ts'
import { useRoute } from '../data/use-route.ts'
import { Failed } from '../shell/failed.tsx'
import { Screen } from '../shell/screen.tsx'
import { type DraftEvent, definitionOf, draftFaults, draftOf, newEvent } from './draft-event.ts'
import classes from './editor.module.css'
import { AboutFields, ExpectationFields } from './event-fields.tsx'
import { PropertyList } from './property-list.tsx'
import type { EditSearch } from './routes.tsx'
import { SavePanel } from './save-panel.tsx'
import { useDefinitionEditor } from './use-definition-editor.ts'

type KeptEvent = EventDefinition & { meta: Meta }

/** Defines an event, perhaps starting with what quarantine has seen of it or like another one. */
export function NewEvent(): ReactElement {
  const project = useProject()
  const search = useSearch({ strict: false }) as EditSearch
  const like = useRoute(
    resources.events.read,
    { params: { project, key: search.like ?? '' } },
    { enabled: search.like !== undefined },
  )
  if (search.like !== undefined && like.data === undefined)
    return (
      <Screen title="New event">
        {like.error ? <Failed error={like.error} retry={() => void like.refetch()} /> : <Skeleton height={320} />}
      </Screen>
    )
  const start = like.data
    ? { ...draftOf(like.data.body), key: nextName(like.data.body.key) }
    : newEvent(search.key, search.properties)
  return <EventEditor start={start} kept={undefined} focus={search.focus} />
}

/** Changes an event, at once or as a proposal. */
export function EditEvent(): ReactElement {
  const params = { project: useProject(), key: useParam('key') }
  const { focus } = useSearch({ strict: false }) as EditSearch
  const { data, error, refetch } = useRoute(resources.events.read, { params })
  if (data === undefined)
    return (
      <Screen title={`Edit ${params.key}`}>
        {error ? <Failed error={error} retry={() => void refetch()} /> : <Skeleton height={320} />}
      </Screen>
    )
  return <EventEditor start={draftOf(data.body)} kept={data.body} focus={focus} />
}

type Props = { start: DraftEvent; kept: KeptEvent | undefined; focus: string | undefined }

function EventEditor({ start, kept, focus }: Props): ReactElement {
  const { draft, change, isNew, becomeNew, issues, missing, faultOf, panel } = useDefinitionEditor({
    noun: 'events',
    start,
    kept,
    draftOf,
    definitionOf,
    faultsOf: draftFaults,
  })
  const newName = nextName(draft.key)
  return (
    <Screen
      title={isNew ? 'New event' : `Edit ${draft.key}`}
      about={
        isNew
          ? 'From the moment it is defined, events of this name are taken and checked.'
          : 'Changes count from the next event on; what is stored stays as it is.'
      }
      wide
    >
      <div className={classes.columns}>
        <div className={classes.stack}>
          <AboutFields
            draft={draft}
            isNew={isNew}
            faultOf={faultOf}
            onChange={change}
            focusSource={focus === 'source'}
          />
          <PropertyList
            properties={draft.properties}
            focus={focus}
            faultOf={({ id, name }, field) => missing(`#${id}/${field}`) ?? issueAt(issues, name, field)}
            onChange={properties => change({ properties })}
          />
          <ExpectationFields draft={draft} faultOf={faultOf} onChange={change} />
        </div>
        <SavePanel
          {...panel}
          saveLabel={isNew ? 'Define the event' : 'Save'}
          instead={
            !isNew && (
              <Button variant="default" mt="sm" onClick={() => becomeNew(newName)}>
                Define it as {newName} instead
              </Button>
            )
          }
        />
      </div>
    </Screen>
  )
}

/** The message about a field of a property; what is about the property as a whole stands at its name. */
function issueAt(
  issues: readonly { path: string; message: string }[],
  name: string,
  field: string,
): string | undefined {
  const at = `/properties/${name}`
  const wanted = {
    name: [at, `${at}/required`],
    type: [`${at}/type`],
    values: [`${at}/values`],
    privacy: [`${at}/privacy`],
  }[field] ?? [`${at}/privacy/${field}`]
  return issues.find(({ path }) => wanted.includes(path))?.message
}
