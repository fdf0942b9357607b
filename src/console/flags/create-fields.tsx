import { Group, Input, SegmentedControl, Select, TagsInput, Textarea, TextInput } from '@mantine/core'
import { type ReactElement, useContext } from 'react'
import type { FlagType } from '../../contract/flag.ts'
import { FaultsContext } from '../conditions/faults.ts'
import { NameAndKey } from '../parts/name-and-key.tsx'
import { type NewFlag, startOf, withVariants } from './create-draft.ts'
import { VariantList } from './variant-list.tsx'

const types: { value: FlagType; label: string }[] = [
  { value: 'boolean', label: 'On / off' },
  { value: 'string', label: 'Text' },
  { value: 'number', label: 'Number' },
  { value: 'json', label: 'JSON' },
]

/** The fields of a new flag. */
export function CreateFields({ flag, onChange }: { flag: NewFlag; onChange: (flag: NewFlag) => void }): ReactElement {
  const faults = useContext(FaultsContext)
  return (
    <>
      <NameAndKey
        value={flag}
        onChange={names => onChange({ ...flag, ...names })}
        namePlaceholder="Simpler checkout"
        errors={{ name: faults.get('/name'), key: faults.get('/key') }}
      />
      <Textarea
        label="What is it for? (optional)"
        autosize
        minRows={2}
        maxRows={6}
        value={flag.description}
        onChange={event => onChange({ ...flag, description: event.currentTarget.value })}
      />
      <Input.Wrapper label="Type" labelElement="div">
        <SegmentedControl
          fullWidth
          aria-label="Type"
          data={types}
          value={flag.type}
          onChange={type => onChange({ ...flag, ...startOf(type as FlagType) })}
        />
      </Input.Wrapper>
      <Input.Wrapper label="Variants" labelElement="div">
        <VariantList
          type={flag.type}
          variants={flag.variants}
          onChange={variants => onChange(withVariants(flag, variants))}
        />
      </Input.Wrapper>
      <Select
        label="Off variant"
        description="What everyone gets until you switch it on"
        data={[...new Set(flag.variants.map(({ key }) => key))].filter(key => key !== '')}
        value={flag.off}
        error={faults.get('/off')}
        onChange={off => off !== null && onChange({ ...flag, off })}
      />
      <Group grow align="flex-start">
        <TextInput
          label="Owner (optional)"
          placeholder="Team or person"
          value={flag.owner}
          onChange={event => onChange({ ...flag, owner: event.currentTarget.value })}
        />
        <TagsInput
          label="Tags (optional)"
          value={flag.tags}
          acceptValueOnBlur
          onChange={tags => onChange({ ...flag, tags })}
        />
      </Group>
    </>
  )
}
