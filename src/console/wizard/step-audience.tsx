import { Select, SimpleGrid } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { type ReactElement, useMemo } from 'react'
import { resources } from '../../contract/routes.ts'
import { conditionText } from '../../core/evaluate/condition-text.ts'
import { ConditionBuilder } from '../conditions/condition-builder.tsx'
import { FaultsContext } from '../conditions/faults.ts'
import { useVocabulary } from '../conditions/use-vocabulary.ts'
import { useEnvironments, useProject } from '../data/project.ts'
import { useRoute } from '../data/use-route.ts'
import { servingRules } from '../experiments/serving.ts'
import { paths } from '../paths.ts'
import { AudienceSize } from './audience-size.tsx'
import { FlagChoice } from './flag-choice.tsx'
import { useSetup } from './setup.ts'
import classes from './wizard.module.css'

/** The flag that serves the experiment, where, by which unit, and to whom. */
export function StepAudience(): ReactElement {
  const { draft, faults, set } = useSetup()
  const project = useProject()
  const environments = useEnvironments()
  const { data } = useRoute(resources.projects.read, { params: { key: project } })
  const units = Object.keys(data?.body.units ?? { [draft.unit]: '' })
  return (
    <>
      <SimpleGrid cols={{ base: 1, sm: 2 }}>
        <Select
          label="Environment"
          data={environments.map(({ key, name }) => ({ value: key, label: name }))}
          value={draft.environment}
          error={faults.environment}
          onChange={environment => environment !== null && set({ environment })}
        />
        <Select
          label="Shared out by"
          description="Each of them always gets the same variant"
          inputWrapperOrder={['label', 'input', 'description', 'error']}
          data={units}
          value={draft.unit}
          error={faults.unit}
          onChange={unit => unit !== null && set({ unit })}
        />
      </SimpleGrid>
      <FlagChoice />
      <WhoTakesPart />
    </>
  )
}

function WhoTakesPart(): ReactElement {
  const { draft, record, flag, faults, set } = useSetup()
  const project = useProject()
  const vocabulary = useVocabulary()
  const found = useMemo(() => new Map(Object.entries(faults)), [faults])
  const served = record === undefined || flag === undefined ? [] : servingRules(flag, record)
  if (served.length > 1)
    return (
      <section className={classes.card} aria-label="Who takes part">
        <h3 className={classes.sectionTitle}>Who takes part</h3>
        <p className={classes.sentence}>
          {served.length} rules of the flag serve this experiment.{' '}
          <Link to={paths.flag(project, draft.flag)}>Change them on the flag</Link>.
        </p>
      </section>
    )
  const { condition, unit } = draft
  return (
    <section className={classes.card} aria-label="Who takes part">
      <h3 className={classes.sectionTitle}>Who takes part</h3>
      <FaultsContext value={found}>
        <ConditionBuilder
          condition={condition}
          onChange={next => set({ condition: next })}
          vocabulary={vocabulary}
          path="/condition"
        />
      </FaultsContext>
      <p className={classes.sentence}>
        {condition === undefined ? (
          <>Every {unit} who meets the flag. Add a condition to narrow it.</>
        ) : (
          <>
            Every {unit} for whom <strong>{conditionText(condition, vocabulary)}</strong>.
          </>
        )}
      </p>
      <AudienceSize environment={draft.environment} condition={condition} />
    </section>
  )
}
