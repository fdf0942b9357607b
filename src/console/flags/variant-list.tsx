import { Button } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import type { ReactElement } from 'react'
import type { FlagType } from '../../contract/flag.ts'
import type { DraftVariant } from './draft-flag.ts'
import classes from './flag-editor.module.css'
import { VariantRow } from './variant-row.tsx'

type Props = {
  type: FlagType
  variants: DraftVariant[]
  onChange: (variants: DraftVariant[]) => void
  mayChange?: boolean
  /** Why a variant cannot go, such as that rules serve it; undefined when it can. */
  needed?: (variant: string) => string | undefined
  /** Keys of variants that are saved: exposures say them, so they stay. */
  kept?: readonly string[]
}

/** The variants of a flag: key, name and a value of the flag's type. */
export function VariantList({ type, variants, onChange, mayChange = true, needed, kept = [] }: Props): ReactElement {
  return (
    <div className={classes.variants}>
      <div className={classes.variant} data-head aria-hidden>
        <span>Key</span>
        <span>Value</span>
        <span className={classes.variantName}>Name (optional)</span>
      </div>
      {variants.map((variant, index) => (
        <VariantRow
          // A variant has no identity but its place while its key is being written.
          key={placeOf(index)}
          type={type}
          variant={variant}
          index={index}
          onChange={next => onChange(variants.with(index, next))}
          onRemove={() => onChange(variants.toSpliced(index, 1))}
          mayChange={mayChange}
          kept={kept.includes(variant.key) && variants.findIndex(({ key }) => key === variant.key) === index}
          needed={variants.length === 1 ? 'A flag has at least one variant' : needed?.(variant.key)}
        />
      ))}
      {mayChange && (
        <Button
          size="compact-sm"
          variant="subtle"
          leftSection={<IconPlus size={14} />}
          onClick={() => onChange([...variants, { key: '', ...(type === 'string' ? { value: '' } : {}) }])}
        >
          Variant
        </Button>
      )}
    </div>
  )
}

function placeOf(index: number): string {
  return `variant ${index}`
}
