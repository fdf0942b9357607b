import { Select, TagsInput, Textarea, TextInput } from '@mantine/core'
import { type ReactElement, useContext } from 'react'
import { FaultsContext } from '../conditions/faults.ts'
import { Ago } from '../parts/ago.tsx'
import type { DraftFlag } from './draft-flag.ts'
import { useEditor } from './editor.ts'
import classes from './flag-editor.module.css'
import { VariantList } from './variant-list.tsx'
import { usesOfVariant } from './variant-use.ts'

/** What a flag is called, whose it is, and which variants it has. */
export function DetailsTab(): ReactElement {
  const { base, draft, mayChange, update, definitions } = useEditor()
  const faults = useContext(FaultsContext)
  const set = (change: Partial<DraftFlag>) => update(before => ({ ...before, ...change }))
  return (
    <div className={classes.details}>
      <section aria-labelledby="variants-title" className={classes.block}>
        <h2 id="variants-title" className={classes.heading}>
          Variants
        </h2>
        <VariantList
          type={draft.type}
          variants={draft.variants}
          onChange={variants => set({ variants })}
          mayChange={mayChange}
          needed={key => usesOfVariant(draft, key, definitions.experiments)}
          kept={base.variants.map(({ key }) => key)}
        />
        <Select
          label="Off variant"
          description="What everyone gets where the flag is off, or where a prerequisite is not met"
          maw="22rem"
          data={draft.variants.map(({ key }) => key).filter(key => key !== '')}
          value={draft.off}
          error={faults.get('/off')}
          disabled={!mayChange}
          onChange={off => off !== null && set({ off })}
        />
      </section>
      <About />
    </div>
  )
}

/** Name, description, owner and tags, and who made what of it when. */
function About(): ReactElement {
  const { base, draft, mayChange, update } = useEditor()
  const faults = useContext(FaultsContext)
  const set = (change: Partial<DraftFlag>) => update(before => ({ ...before, ...change }))
  // An empty text is no text: the field goes.
  const setText = (name: 'description' | 'owner', text: string) =>
    update(before => {
      const { [name]: _gone, ...rest } = before
      return (text === '' ? rest : { ...rest, [name]: text }) as DraftFlag
    })
  return (
    <section aria-labelledby="about-title" className={classes.block}>
      <h2 id="about-title" className={classes.heading}>
        About
      </h2>
      <TextInput
        label="Name"
        value={draft.name}
        error={faults.get('/name')}
        disabled={!mayChange}
        onChange={event => set({ name: event.currentTarget.value })}
      />
      <Textarea
        label="Description"
        autosize
        minRows={2}
        maxRows={10}
        value={draft.description ?? ''}
        disabled={!mayChange}
        onChange={event => setText('description', event.currentTarget.value)}
      />
      <TextInput
        label="Owner"
        placeholder="Team or person"
        value={draft.owner ?? ''}
        disabled={!mayChange}
        onChange={event => setText('owner', event.currentTarget.value)}
      />
      <TagsInput
        label="Tags"
        value={draft.tags ?? []}
        acceptValueOnBlur
        disabled={!mayChange}
        onChange={tags => set({ tags })}
      />
      <p className={classes.note}>
        Type {base.type}. Created by {base.meta.createdBy} <Ago time={base.meta.createdAt} />
        {base.meta.version > 1 && (
          <>
            , version {base.meta.version} by {base.meta.updatedBy} <Ago time={base.meta.updatedAt} />
          </>
        )}
        .
      </p>
    </section>
  )
}
