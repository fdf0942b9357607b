import { Button } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import type { ReactElement } from 'react'
import { EmptyState } from '../parts/empty-state.tsx'
import { Section } from '../parts/section.tsx'
import { type DraftProperty, newProperty } from './draft-event.ts'
import classes from './editor.module.css'
import { PropertyEditor } from './property-editor.tsx'

type Props = {
  properties: DraftProperty[]
  /** The name of the property somebody came for. */
  focus: string | undefined
  faultOf: (property: DraftProperty, field: string) => string | undefined
  onChange: (properties: DraftProperty[]) => void
}

/** Everything an event carries, to be written. */
export function PropertyList({ properties, focus, faultOf, onChange }: Props): ReactElement {
  const add = (
    <Button
      variant="default"
      leftSection={<IconPlus size={15} aria-hidden />}
      onClick={() => onChange([...properties, newProperty()])}
    >
      Add a property
    </Button>
  )
  return (
    <Section title="Properties" about="What apps send with it. What is not declared here is not kept.">
      <div className={classes.stack}>
        {properties.map(property => (
          <PropertyEditor
            key={property.id}
            property={property}
            focused={focus !== undefined && property.name === focus}
            faultOf={field => faultOf(property, field)}
            onChange={changed => onChange(properties.map(one => (one.id === property.id ? changed : one)))}
            onRemove={() => onChange(properties.filter(one => one.id !== property.id))}
          />
        ))}
        {properties.length === 0 ? (
          <EmptyState title="No properties yet" action={add}>
            An event may do without: it then says that something happened, when, and to whom.
          </EmptyState>
        ) : (
          <div>{add}</div>
        )}
      </div>
    </Section>
  )
}
