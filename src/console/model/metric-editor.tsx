import { Button, Input, SegmentedControl, Select, Skeleton, Textarea, TextInput } from '@mantine/core'
import { useSearch } from '@tanstack/react-router'
import type { ReactElement } from 'react'
import type { Metric } from '../../contract/metric.ts'
import type { Meta } from '../../contract/noun.ts'
import { resources } from '../../contract/routes.ts'
import { useParam, useProject } from '../data/project.ts'
import { usePages } from '../data/use-pages.ts'
import { useRoute } from '../data/use-route.ts'
import { formulaText } from '../parts/formula-text.ts'
import { NameAndKey } from '../parts/name-and-key.tsx'
import { Section } from '../parts/section.tsx'
import { Failed } from '../shell/failed.tsx'
import { Screen } from '../shell/screen.tsx'
import {
  type DraftMetric,
  draftOfMetric,
  type Kind,
  kinds,
  metricFaults,
  metricOf,
  newMetric,
  startOf,
} from './draft-metric.ts'
import classes from './editor.module.css'
import { FormulaFields } from './formula-fields.tsx'
import type { EditSearch } from './routes.tsx'
import { SavePanel } from './save-panel.tsx'
import { useDefinitionEditor } from './use-definition-editor.ts'

type KeptMetric = Metric & { meta: Meta }

/** Defines a metric, perhaps like another one. */
export function NewMetric(): ReactElement {
  const project = useProject()
  const { like } = useSearch({ strict: false }) as EditSearch
  const found = useRoute(
    resources.metrics.read,
    { params: { project, key: like ?? '' } },
    { enabled: like !== undefined },
  )
  if (like !== undefined && found.data === undefined)
    return (
      <Screen title="New metric">
        {found.error ? <Failed error={found.error} retry={() => void found.refetch()} /> : <Skeleton height={320} />}
      </Screen>
    )
  const start = found.data
    ? {
        ...draftOfMetric(found.data.body),
        key: `${found.data.body.key}-2`,
        name: `${found.data.body.name}, another way`,
      }
    : newMetric()
  return <MetricEditor start={start} kept={undefined} />
}

/** Changes a metric, at once or as a proposal. */
export function EditMetric(): ReactElement {
  const params = { project: useProject(), key: useParam('key') }
  const { data, error, refetch } = useRoute(resources.metrics.read, { params })
  if (data === undefined)
    return (
      <Screen title={`Edit ${params.key}`}>
        {error ? <Failed error={error} retry={() => void refetch()} /> : <Skeleton height={320} />}
      </Screen>
    )
  return <MetricEditor start={draftOfMetric(data.body)} kept={data.body} />
}

function MetricEditor({ start, kept }: { start: DraftMetric; kept: KeptMetric | undefined }): ReactElement {
  const { draft, change, isNew, becomeNew, faultOf, panel } = useDefinitionEditor({
    noun: 'metrics',
    start,
    kept,
    draftOf: draftOfMetric,
    definitionOf: metricOf,
    faultsOf: metricFaults,
  })
  const newKey = `${draft.key}-2`
  return (
    <Screen
      title={isNew ? 'New metric' : `Edit ${start.name}`}
      about="One definition for experiments, charts and monitors."
      wide
    >
      <div className={classes.columns}>
        <div className={classes.stack}>
          <About draft={draft} isNew={isNew} faultOf={faultOf} onChange={change} />
          <Formula draft={draft} faultOf={faultOf} onChange={change} />
        </div>
        <SavePanel
          {...panel}
          saveLabel={isNew ? 'Define the metric' : 'Save'}
          instead={
            !isNew && (
              <Button variant="default" mt="sm" onClick={() => becomeNew(newKey)}>
                Define it as {newKey} beside it
              </Button>
            )
          }
        />
      </div>
    </Screen>
  )
}

type AboutProps = {
  draft: DraftMetric
  isNew: boolean
  faultOf: (path: string) => string | undefined
  onChange: (part: Partial<DraftMetric>) => void
}

function About({ draft, isNew, faultOf, onChange }: AboutProps): ReactElement {
  return (
    <Section title="About">
      <div className={classes.grid}>
        {isNew ? (
          <div className={classes.pair}>
            {' '}
            <NameAndKey
              value={{ name: draft.name, key: draft.key }}
              onChange={onChange}
              namePlaceholder="Purchase rate"
              errors={{ name: faultOf('/name'), key: faultOf('/key') }}
            />
          </div>
        ) : (
          <TextInput
            label="Name"
            value={draft.name}
            error={faultOf('/name')}
            onChange={event => onChange({ name: event.currentTarget.value })}
          />
        )}
        <TextInput
          label="Owner (optional)"
          value={draft.owner}
          onChange={event => onChange({ owner: event.currentTarget.value })}
        />
        <TextInput
          label="Measured in (optional)"
          placeholder="EUR, ms"
          value={draft.measure}
          maxLength={40}
          onChange={event => onChange({ measure: event.currentTarget.value })}
        />
        <Input.Wrapper label="Better" labelElement="div">
          <SegmentedControl
            fullWidth
            aria-label="Better"
            data={[
              { value: 'up', label: 'Higher' },
              { value: 'down', label: 'Lower' },
            ]}
            value={draft.better}
            onChange={better => onChange({ better: better as DraftMetric['better'] })}
          />
        </Input.Wrapper>
        <Textarea
          className={classes.whole ?? ''}
          label="Description (optional)"
          autosize
          minRows={2}
          maxRows={6}
          value={draft.description}
          onChange={event => onChange({ description: event.currentTarget.value })}
        />
      </div>
    </Section>
  )
}

function Formula({ draft, faultOf, onChange }: Omit<AboutProps, 'isNew'>): ReactElement {
  const events = usePages(
    resources.events.list,
    { params: { project: useProject() }, query: { limit: 500 } },
    { all: true },
  )
  const { formula } = draft
  const complete = ![...metricFaults(draft).keys()].some(path => path.startsWith('/formula'))
  return (
    <Section title="What it computes">
      <div className={classes.stack}>
        <Select
          label="Kind"
          description={kinds.find(({ value }) => value === formula.kind)?.about}
          data={kinds.map(({ value, label }) => ({ value, label }))}
          value={formula.kind}
          onChange={kind => kind !== null && onChange({ formula: startOf(kind as Kind, formula) })}
        />
        <FormulaFields
          formula={formula}
          events={events.items}
          faultOf={faultOf}
          onChange={changed => onChange({ formula: changed })}
        />
        {complete && (
          <p className={classes.quiet} role="status">
            In words: {formulaText(formula)}
          </p>
        )}
      </div>
    </Section>
  )
}
