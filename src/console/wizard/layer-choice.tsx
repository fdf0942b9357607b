import { Button, Group, Select } from '@mantine/core'
import type { ReactElement } from 'react'
import { resources } from '../../contract/routes.ts'
import { freeSlots, slotsOfPercent, takeSlots } from '../../core/lifecycle/slots.ts'
import { useProject } from '../data/project.ts'
import { usePages } from '../data/use-pages.ts'
import { createLayer } from '../layers/create-layer.tsx'
import { blocksOf, freePercent } from '../layers/layer-blocks.ts'
import { SlotBar } from '../layers/slot-bar.tsx'
import { useSetup } from './setup.ts'
import classes from './wizard.module.css'

const none = ''

/** Which other experiments nobody in this one may be in, and whether there is room beside them. */
export function LayerChoice(): ReactElement {
  const { draft, faults, set } = useSetup()
  const project = useProject()
  const request = { params: { project }, query: { limit: 500 } }
  const layers = usePages(resources.layers.list, request, { all: true })
  const experiments = usePages(resources.experiments.list, request, { all: true })
  const { layer, environment, coverage } = draft
  const blocksIn = (key: string) =>
    blocksOf(
      experiments.items.filter(one => one.key !== draft.key),
      key,
      environment,
    )
  const chosen = layers.items.find(({ key }) => key === layer)
  const blocks = chosen === undefined ? [] : blocksIn(chosen.key)
  const wanted = takeSlots(freeSlots(blocks.flatMap(({ ranges }) => ranges)), slotsOfPercent(coverage))
  const make = async () => {
    const key = await createLayer(project)
    if (key !== undefined) set({ layer: key })
  }
  return (
    <section className={classes.card} aria-label="Other experiments">
      <h3 className={classes.sectionTitle}>Other experiments</h3>
      <p className={classes.note}>
        Experiments overlap safely as a rule. Choose a layer only where two changes must not meet.
      </p>
      <Group align="flex-end" mt="xs" gap="xs">
        <Select
          label="Layer"
          style={{ flex: '1 1 14rem' }}
          data={[
            { value: none, label: 'None: it overlaps with all others' },
            ...layers.items.map(({ key, name }) => ({
              value: key,
              label: `${name}, ${freePercent(blocksIn(key))} % free`,
            })),
          ]}
          value={layer ?? none}
          error={faults.layer}
          onChange={key => set({ layer: key === none || key === null ? undefined : key })}
        />
        <Button variant="default" onClick={() => void make()}>
          New layer
        </Button>
      </Group>
      {chosen !== undefined && (
        <div style={{ marginTop: '0.75rem' }}>
          <SlotBar name={chosen.name} blocks={blocks} {...(wanted === undefined ? {} : { wanted })} />
          {wanted === undefined && (
            <p className={classes.fault} role="alert">
              {freePercent(blocks)} % of the layer is free and {coverage} % is asked for. Let fewer take part, or choose
              another layer.
            </p>
          )}
        </div>
      )}
    </section>
  )
}
