import { ActionIcon, Button, Select, TagsInput } from '@mantine/core'
import { IconFilterPlus, IconX } from '@tabler/icons-react'
import type { ReactElement } from 'react'
import type { Property } from '../../contract/event-definition.ts'
import type { Where } from '../../contract/metric.ts'
import classes from './editor.module.css'

type Props = { where: Where; properties: Readonly<Record<string, Property>>; onChange: (where: Where) => void }

/** The values events are narrowed to: a property and the values it may have, as often as needed. */
export function WhereFields({ where, properties, onChange }: Props): ReactElement {
  const free = Object.keys(properties).filter(name => !(name in where))
  const [next] = free
  return (
    <>
      {Object.entries(where).map(([name, values]) => (
        <div key={name} className={classes.where}>
          <Select
            label="Where"
            data={[name, ...free]}
            value={name}
            onChange={chosen => chosen !== null && chosen !== name && onChange(renamed(where, name, chosen))}
          />
          <TagsInput
            label="is one of"
            data={properties[name]?.values ?? (properties[name]?.type === 'boolean' ? ['true', 'false'] : [])}
            value={values.map(String)}
            acceptValueOnBlur
            onChange={texts => onChange({ ...where, [name]: texts.map(text => typed(text, properties[name])) })}
          />
          <ActionIcon
            variant="subtle"
            color="gray"
            size={32}
            aria-label={`Remove the condition on ${name}`}
            onClick={() => onChange(Object.fromEntries(Object.entries(where).filter(([own]) => own !== name)))}
          >
            <IconX size={15} aria-hidden />
          </ActionIcon>
        </div>
      ))}
      {next !== undefined && (
        <div>
          <Button
            variant="subtle"
            size="compact-sm"
            leftSection={<IconFilterPlus size={14} aria-hidden />}
            onClick={() => onChange({ ...where, [next]: [] })}
          >
            Only with certain values
          </Button>
        </div>
      )}
    </>
  )
}

/** The same with another property in the place of one; its values belonged to that one. */
function renamed(where: Where, from: string, to: string): Where {
  return Object.fromEntries(Object.entries(where).map(([name, values]) => (name === from ? [to, []] : [name, values])))
}

/** What was typed, in the type of its property. */
function typed(text: string, property: Property | undefined): string | number | boolean {
  if (property?.type === 'boolean') return text === 'true'
  const number = Number(text)
  return (property?.type === 'number' || property?.type === 'integer') && text.trim() !== '' && Number.isFinite(number)
    ? number
    : text
}
