import { Button, TextInput } from '@mantine/core'
import { IconPlus, IconSearch } from '@tabler/icons-react'
import { type ReactElement, useState } from 'react'
import type { Metric } from '../../contract/metric.ts'
import { resources } from '../../contract/routes.ts'
import { useProject } from '../data/project.ts'
import { usePages } from '../data/use-pages.ts'
import { EmptyState } from '../parts/empty-state.tsx'
import { formulaText } from '../parts/formula-text.ts'
import { Failed } from '../shell/failed.tsx'
import { ChosenMetric, type NamedMetric } from './chosen-metric.tsx'
import { newMetric } from './new-metric.tsx'
import { useSetup } from './setup.ts'
import classes from './step-metrics.module.css'
import wizard from './wizard.module.css'

const guardMargin = 0.05
const shownMax = 40

/** What shows whether it worked: metrics of the catalogue, each with its role. */
export function StepMetrics(): ReactElement {
  const { draft, faults, set } = useSetup()
  const project = useProject()
  const catalogue = usePages(resources.metrics.list, { params: { project }, query: { limit: 500 } }, { all: true })
  const [q, setQ] = useState('')
  const { metrics } = draft
  const known = new Map(catalogue.items.map(metric => [metric.key, metric]))
  const add = (metric: Pick<Metric, 'key' | 'better'>) => set({ metrics: [...metrics, firstRole(metric, metrics)] })
  const make = async () => {
    const made = await newMetric(project, draft.owner)
    if (made !== undefined) add(made)
  }
  const words = q.toLowerCase().split(/\s+/).filter(Boolean)
  const rest = catalogue.items.filter(
    metric =>
      !metrics.some(one => one.metric === metric.key) &&
      metric.formula.kind !== 'active' &&
      words.every(word => `${metric.key} ${metric.name} ${formulaText(metric.formula)}`.toLowerCase().includes(word)),
  )
  if (catalogue.error) return <Failed error={catalogue.error} retry={catalogue.retry} />
  return (
    <>
      {metrics.length > 0 && (
        <ul className={classes.chosen} aria-label="Chosen metrics">
          {metrics.map((named, place) => (
            <ChosenMetric
              key={named.metric}
              named={named}
              metric={known.get(named.metric)}
              fault={faults[`metrics/${place}`]}
              onChange={next => set({ metrics: metrics.with(place, next) })}
              onRemove={() => set({ metrics: metrics.toSpliced(place, 1) })}
            />
          ))}
        </ul>
      )}
      {faults.metrics !== undefined && (
        <p className={wizard.fault} role="alert">
          {faults.metrics}
        </p>
      )}
      <section aria-label="Catalogue of metrics" className={classes.catalogue}>
        <div className={classes.head}>
          <h3 className={wizard.sectionTitle}>{metrics.length === 0 ? 'Choose what should get better' : 'Add more'}</h3>
          <TextInput
            aria-label="Search metrics"
            placeholder="Search by name, event, meaning"
            leftSection={<IconSearch size={15} aria-hidden />}
            value={q}
            data-search
            onChange={event => setQ(event.currentTarget.value)}
          />
          <Button variant="default" leftSection={<IconPlus size={15} />} onClick={() => void make()}>
            New metric
          </Button>
        </div>
        {rest.length === 0 && !catalogue.loading && (
          <EmptyState title={nothing(catalogue.items.length, q)}>
            {catalogue.items.length === 0
              ? 'A metric says what an event counts for: the share of people who buy, the revenue of each. Make the first one here.'
              : 'Make a new one where something else should be looked at.'}
          </EmptyState>
        )}
        <ul className={classes.list}>
          {rest.slice(0, shownMax).map(metric => (
            <li key={metric.key}>
              <span className={classes.names}>
                <span className={classes.name}>{metric.name}</span>
                <span className={classes.meaning}>{formulaText(metric.formula)}</span>
              </span>
              <Button size="compact-sm" variant="default" aria-label={`Add ${metric.name}`} onClick={() => add(metric)}>
                Add
              </Button>
            </li>
          ))}
        </ul>
        {rest.length > shownMax && <p className={wizard.note}>{rest.length - shownMax} more; search to find them.</p>}
      </section>
    </>
  )
}

function nothing(known: number, q: string): string {
  if (known === 0) return 'No metrics yet'
  return q === '' ? 'Every metric is chosen' : 'No other metric fits'
}

/** The first metric is what should get better; one where less is better guards; the others are looked at beside. */
function firstRole({ key, better }: Pick<Metric, 'key' | 'better'>, chosen: readonly NamedMetric[]): NamedMetric {
  if (!chosen.some(({ role }) => role === 'success') && better === 'up') return { metric: key, role: 'success' }
  if (better === 'down') return { metric: key, role: 'guardrail', margin: guardMargin }
  return { metric: key, role: 'secondary' }
}
