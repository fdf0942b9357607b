import { ActionIcon, TextInput } from '@mantine/core'
import { IconX } from '@tabler/icons-react'
import { type ReactElement, useContext } from 'react'
import type { FlagType } from '../../contract/flag.ts'
import { FaultsContext } from '../conditions/faults.ts'
import { hint } from '../parts/hint.ts'
import type { DraftVariant } from './draft-flag.ts'
import classes from './flag-editor.module.css'
import { VariantValue } from './variant-value.tsx'

type Props = {
  type: FlagType
  variant: DraftVariant
  index: number
  onChange: (variant: DraftVariant) => void
  onRemove: () => void
  mayChange: boolean
  /** Saved under this key, which stays: exposures say it. */
  kept: boolean
  /** Why it cannot go; undefined when it can. */
  needed: string | undefined
}

/** One variant: its key, its value in a field of the flag's type, what people call it. */
export function VariantRow({ type, variant, index, onChange, onRemove, mayChange, kept, needed }: Props): ReactElement {
  const faults = useContext(FaultsContext)
  const { key, name = '', value } = variant
  const title = key === '' ? `variant ${index + 1}` : key
  return (
    <div className={classes.variant}>
      {kept ? (
        <span className={classes.kept}>{key}</span>
      ) : (
        <TextInput
          aria-label={`Key of ${title}`}
          placeholder="key"
          value={key}
          error={faults.get(`/variants/${index}/key`)}
          disabled={!mayChange}
          spellCheck={false}
          onChange={event => onChange({ ...variant, key: event.currentTarget.value })}
        />
      )}
      <VariantValue
        key={type}
        type={type}
        label={`Value of ${title}`}
        value={value}
        error={faults.get(`/variants/${index}/value`)}
        disabled={!mayChange}
        onChange={next => onChange({ ...variant, value: next })}
      />
      <TextInput
        className={classes.variantName ?? ''}
        aria-label={`Name of ${title}`}
        placeholder="What people call it"
        value={name}
        disabled={!mayChange}
        onChange={event => onChange(named(variant, event.currentTarget.value))}
      />
      {mayChange && (
        <ActionIcon
          {...hint(needed ?? 'Remove')}
          className={`${classes.variantRemove} ${needed === undefined ? '' : classes.stuck}`}
          variant="subtle"
          color="gray"
          aria-label={`Remove ${title}`}
          aria-disabled={needed !== undefined}
          onClick={() => {
            if (needed === undefined) onRemove()
          }}
        >
          <IconX size={16} />
        </ActionIcon>
      )}
    </div>
  )
}

function named({ name: _name, ...variant }: DraftVariant, name: string): DraftVariant {
  return name === '' ? variant : { ...variant, name }
}
