import { Input, SegmentedControl, Select, Stack, TagsInput } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { ReactElement } from 'react'
import { resources } from '../../contract/routes.ts'
import { targetingText } from '../../core/evaluate/serving-text.ts'
import { useProject } from '../data/project.ts'
import { usePages } from '../data/use-pages.ts'
import { NameAndKey } from '../parts/name-and-key.tsx'
import { paths } from '../paths.ts'
import type { NewFlag } from './draft.ts'
import { useSetup } from './setup.ts'
import classes from './wizard.module.css'

/** The flag an app asks: one that is there, or a new one. */
export function FlagChoice(): ReactElement {
  const { draft, record, faults, set } = useSetup()
  const { flagChoice } = draft
  const project = useProject()
  const flags = usePages(resources.flags.list, { params: { project }, query: { limit: 500 } }, { all: true })
  const chosen = flags.items.find(({ key }) => key === draft.flag)
  return (
    <section className={classes.card} aria-label="Flag">
      <h3 className={classes.sectionTitle}>Flag</h3>
      <Input.Wrapper
        description="Your app asks this flag which variant to show"
        error={flagChoice === 'new' ? undefined : faults.flag}
      >
        <SegmentedControl
          aria-label="Which flag"
          mt={6}
          mb="sm"
          data={[
            { value: 'new', label: 'A new flag' },
            { value: 'existing', label: 'An existing flag' },
          ]}
          value={flagChoice}
          onChange={choice => set({ flagChoice: choice as 'new' | 'existing' })}
        />
      </Input.Wrapper>
      {flagChoice === 'new' ? (
        <NewFlagFields />
      ) : (
        <>
          <Select
            label="Which one"
            placeholder={flags.items.length === 0 ? 'There is no flag yet; make a new one' : 'Choose a flag'}
            data={flags.items.map(({ key, name }) => ({ value: key, label: name === key ? key : `${name} (${key})` }))}
            value={draft.flag === '' ? null : draft.flag}
            error={faults.flag}
            searchable
            onChange={flag => flag !== null && set({ flag })}
          />
          {chosen !== undefined && (
            <p className={classes.note}>
              Now it serves {targetingText(chosen.environments[draft.environment], chosen.off)}. The experiment comes
              before its other rules. <Link to={paths.flag(project, chosen.key)}>Open the flag</Link>
            </p>
          )}
          {record !== undefined && record.flag !== draft.flag && (
            <p className={classes.note}>Another flag has other variants: they are shared out evenly again.</p>
          )}
        </>
      )}
    </section>
  )
}

function NewFlagFields(): ReactElement {
  const { draft, faults, set } = useSetup()
  const { newFlag } = draft
  const change = (part: Partial<NewFlag>) => set({ newFlag: { ...newFlag, ...part } })
  return (
    <>
      <Stack gap="sm">
        <NameAndKey
          value={newFlag}
          onChange={names => change(names)}
          errors={{ name: faults.newFlagName, key: faults.newFlagKey ?? faults.flag }}
        />
      </Stack>
      <Input.Wrapper label="What it decides" labelElement="div" mt="sm">
        <SegmentedControl
          display="flex"
          w="fit-content"
          mt={4}
          aria-label="What the flag decides"
          data={[
            { value: 'string', label: 'Which version' },
            { value: 'boolean', label: 'On or off' },
          ]}
          value={newFlag.type}
          onChange={type => change({ type: type as NewFlag['type'] })}
        />
      </Input.Wrapper>
      {newFlag.type === 'string' && (
        <TagsInput
          label="Versions"
          description="The first one is the control: what people get today"
          mt="sm"
          value={newFlag.variants}
          error={faults.newFlagVariants}
          splitChars={[',', ' ', ';']}
          acceptValueOnBlur
          onChange={variants => change({ variants })}
        />
      )}
    </>
  )
}
