import { ActionIcon, Select } from '@mantine/core'
import { IconX } from '@tabler/icons-react'
import { type ReactElement, useEffect, useRef } from 'react'
import { hint } from '../parts/hint.ts'
import classes from './condition.module.css'
import { useFault } from './faults.ts'

type AudienceLeaf = { audience: string; negate?: boolean | undefined }

type Props = {
  leaf: AudienceLeaf
  onChange: (leaf: AudienceLeaf) => void
  onRemove: () => void
  audiences: ReadonlyMap<string, string>
  path: string
  fresh: boolean
}

/** Being in an audience, or not. */
export function AudienceRow({ leaf, onChange, onRemove, audiences, path, fresh }: Props): ReactElement {
  const named = useFault(`${path}/audience`)
  const own = useFault(path)
  const field = useRef<HTMLInputElement>(null)
  useEffect(() => {
    if (fresh) field.current?.focus()
  }, [fresh])
  return (
    <div className={classes.comparison} data-kind="audience">
      <Select
        aria-label="Membership"
        data={[
          { value: 'in', label: 'in audience' },
          { value: 'out', label: 'not in audience' },
        ]}
        value={leaf.negate ? 'out' : 'in'}
        onChange={side =>
          onChange(side === 'out' ? { audience: leaf.audience, negate: true } : { audience: leaf.audience })
        }
      />
      <Select
        ref={field}
        aria-label="Audience"
        placeholder={audiences.size === 0 ? 'There is no audience yet' : 'Choose an audience'}
        data={[...audiences].map(([value, label]) => ({ value, label }))}
        value={leaf.audience === '' ? null : leaf.audience}
        error={named ?? own}
        searchable
        onChange={audience => onChange({ ...leaf, audience: audience ?? '' })}
      />
      <div className={classes.acts}>
        <ActionIcon
          {...hint('Remove')}
          variant="subtle"
          color="gray"
          aria-label="Remove the audience"
          onClick={onRemove}
        >
          <IconX size={16} />
        </ActionIcon>
      </div>
    </div>
  )
}
