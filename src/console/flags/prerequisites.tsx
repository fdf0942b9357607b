import { ActionIcon, Button, Group, MultiSelect, Select } from '@mantine/core'
import { IconPlus, IconX } from '@tabler/icons-react'
import { type ReactElement, useContext } from 'react'
import { FaultsContext } from '../conditions/faults.ts'
import { hint } from '../parts/hint.ts'
import { useEditor } from './editor.ts'
import classes from './flag-editor.module.css'

/** Other flags that have to serve certain variants before this one's rules are asked, in every environment. */
export function Prerequisites(): ReactElement | null {
  const { draft, definitions, mayChange, update } = useEditor()
  const faults = useContext(FaultsContext)
  const { prerequisites } = draft
  const set = (next: typeof prerequisites) => update(before => ({ ...before, prerequisites: next }))
  if (prerequisites.length === 0 && !mayChange) return null
  const others = definitions.flags.filter(({ key }) => key !== draft.key)
  return (
    <section aria-label="Prerequisites" className={classes.block}>
      {prerequisites.map((needed, index) => {
        const variants = definitions.flags.find(({ key }) => key === needed.flag)?.variants ?? []
        const title = needed.flag === '' ? 'the new prerequisite' : needed.flag
        return (
          <Group key={placeOf(index)} gap="xs" align="flex-start" wrap="wrap">
            <span className={classes.word}>{index === 0 ? 'Only where' : 'and'}</span>
            <Select
              aria-label="Flag that is needed"
              placeholder="Choose a flag"
              w="13rem"
              searchable
              limit={50}
              data={others.map(({ key, name }) => ({ value: key, label: name }))}
              value={needed.flag === '' ? null : needed.flag}
              error={faults.get(`/prerequisites/${index}/flag`) ?? faults.get('/prerequisites')}
              disabled={!mayChange}
              onChange={flag => flag !== null && set(prerequisites.with(index, { flag, variants: [] }))}
            />
            <span className={classes.word}>serves</span>
            <MultiSelect
              aria-label={`Variants of ${title}`}
              placeholder={needed.variants.length === 0 ? 'Choose variants' : ''}
              miw="11rem"
              data={variants.map(({ key }) => key)}
              value={needed.variants}
              error={faults.get(`/prerequisites/${index}/variants`)}
              disabled={!mayChange}
              onChange={chosen => set(prerequisites.with(index, { ...needed, variants: chosen }))}
            />
            {mayChange && (
              <ActionIcon
                {...hint('Remove')}
                variant="subtle"
                color="gray"
                mt={4}
                aria-label={`Remove ${title}`}
                onClick={() => set(prerequisites.toSpliced(index, 1))}
              >
                <IconX size={16} />
              </ActionIcon>
            )}
          </Group>
        )
      })}
      {mayChange && (
        <Button
          size="compact-sm"
          variant="subtle"
          leftSection={<IconPlus size={14} />}
          onClick={() => set([...prerequisites, { flag: '', variants: [] }])}
        >
          Prerequisite
        </Button>
      )}
    </section>
  )
}

function placeOf(index: number): string {
  return `prerequisite ${index}`
}
