import { Menu } from '@mantine/core'
import { type ReactElement, useState } from 'react'
import type { ExperimentRecord, Holdout, Layer } from '../../contract/experiment.ts'
import type { Meta } from '../../contract/noun.ts'
import { plural } from '../../core/report/number-text.ts'
import { useProject } from '../data/project.ts'
import { etagOf } from '../data/send-change.ts'
import { ActionsMenu } from '../parts/actions-menu.tsx'
import { HistoryDrawer } from '../parts/history-drawer.tsx'
import { KeyText } from '../parts/key-text.tsx'
import { paths } from '../paths.ts'
import { blocksOf } from './layer-blocks.ts'
import classes from './layers.module.css'
import { SlotBar } from './slot-bar.tsx'
import { useRetire } from './use-retire.ts'

type Props = {
  layer: Layer & { meta: Meta }
  experiments: readonly ExperimentRecord[]
  environment: string
  holdouts: readonly Holdout[]
  mayChange: boolean
}

/** One layer: its slots to scale, what waits for room in it, and who is kept out. */
export function LayerCard({ layer, experiments, environment, holdouts, mayChange }: Props): ReactElement {
  const project = useProject()
  const [history, setHistory] = useState(false)
  const archive = useRetire('layers')
  const { key, name, description, meta } = layer
  const drafts = experiments.filter(one => one.layer === key && one.run.status === 'draft').length
  return (
    <section className={classes.card} aria-label={name}>
      <div className={classes.head}>
        <h2 className={classes.title}>{name}</h2>
        <KeyText>{key}</KeyText>
        <span className={classes.grow} />
        <ActionsMenu label={`Actions for ${name}`}>
          <Menu.Item onClick={() => setHistory(true)}>History</Menu.Item>
          {mayChange && (
            <Menu.Item c="var(--failing)" onClick={() => void archive(layer)}>
              Archive…
            </Menu.Item>
          )}
        </ActionsMenu>
      </div>
      {description !== undefined && <p className={classes.about}>{description}</p>}
      <SlotBar
        name={name}
        blocks={blocksOf(experiments, key, environment)}
        href={experiment => paths.experiment(project, experiment)}
      />
      <p className={classes.note} hidden={drafts === 0 && holdouts.length === 0}>
        {drafts > 0 && `${plural(drafts, 'draft')} of it may still be started. `}
        {holdouts.map(({ key: holdout, name: title, coverage, unit }) => (
          <span key={holdout}>
            {title} keeps {coverage} % of all {unit}s out of it.{' '}
          </span>
        ))}
      </p>
      <HistoryDrawer
        noun="layers"
        params={{ project, key }}
        etag={etagOf(meta)}
        mayChange={mayChange}
        opened={history}
        onClose={() => setHistory(false)}
      />
    </section>
  )
}
