import { Button, TextInput } from '@mantine/core'
import { IconSearch } from '@tabler/icons-react'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import type { ReactElement } from 'react'
import type { ExperimentRecord, Holdout, Layer } from '../../contract/experiment.ts'
import type { Meta } from '../../contract/noun.ts'
import { useProject } from '../data/project.ts'
import { EmptyState } from '../parts/empty-state.tsx'
import { paths } from '../paths.ts'
import { createLayer } from './create-layer.tsx'
import { ExclusionMatrix } from './exclusion-matrix.tsx'
import { LayerCard } from './layer-card.tsx'
import classes from './layers.module.css'
import type { LayersSearch } from './routes.tsx'

type Props = {
  layers: readonly (Layer & { meta: Meta })[]
  holdouts: readonly Holdout[]
  experiments: readonly ExperimentRecord[]
  environment: string
  mayChange: boolean
}

const searchedFrom = 6

/** Every layer with its slots, and who excludes whom. */
export function LayerMap({ layers, holdouts, experiments, environment, mayChange }: Props): ReactElement {
  const project = useProject()
  const navigate = useNavigate()
  const { q = '' } = useSearch({ strict: false }) as LayersSearch
  const running = experiments.filter(({ run }) => run.status === 'running')
  const words = q.toLowerCase()
  const shown = layers.filter(({ key, name }) => `${key} ${name}`.toLowerCase().includes(words))
  const free = running.filter(({ layer }) => layer === undefined)
  return (
    <div className={classes.list}>
      {layers.length >= searchedFrom && (
        <TextInput
          aria-label="Search layers"
          placeholder="Search by name or key"
          leftSection={<IconSearch size={15} aria-hidden />}
          maw="22rem"
          value={q}
          data-search
          onChange={event => {
            const next = event.currentTarget.value
            void navigate({ to: '.', search: (before: object) => ({ ...before, q: next }), replace: true } as never)
          }}
        />
      )}
      {layers.length === 0 && (
        <EmptyState
          title="No layers yet"
          action={
            mayChange && (
              <Button variant="default" onClick={() => void createLayer(project)}>
                Make the first layer
              </Button>
            )
          }
        >
          Experiments overlap freely until you make one: whoever is in one may be in any other, shared out
          independently. Make a layer where two changes must not meet, such as two designs of the same page.
        </EmptyState>
      )}
      {layers.length > 0 && shown.length === 0 && (
        <EmptyState title="No layer fits">Search for something else.</EmptyState>
      )}
      {shown.map(layer => (
        <LayerCard
          key={layer.key}
          layer={layer}
          experiments={experiments}
          environment={environment}
          holdouts={holdouts.filter(one => one.layers === undefined || one.layers.includes(layer.key))}
          mayChange={mayChange}
        />
      ))}
      <Unlayered running={free} />
      <ExclusionMatrix running={running} />
    </div>
  )
}

function Unlayered({ running }: { running: readonly ExperimentRecord[] }): ReactElement | null {
  const project = useProject()
  if (running.length === 0) return null
  return (
    <section className={classes.card} aria-labelledby="no-layer">
      <h2 id="no-layer" className={classes.title}>
        In no layer
      </h2>
      <p className={classes.note}>
        Each has all of its 100,000 slots for itself and overlaps with every other experiment.
      </p>
      <ul className={classes.sentences}>
        {running.map(({ key, name, coverage }) => (
          <li key={key}>
            <Link to={paths.experiment(project, key)}>{name}</Link>, {coverage} % of its audience
          </li>
        ))}
      </ul>
    </section>
  )
}
