import { Button, Menu } from '@mantine/core'
import { type ReactElement, useState } from 'react'
import type { Holdout, Layer } from '../../contract/experiment.ts'
import type { Meta } from '../../contract/noun.ts'
import { useEnvironment } from '../data/environment.ts'
import { useProject } from '../data/project.ts'
import { ActionsMenu } from '../parts/actions-menu.tsx'
import { changedColumn } from '../parts/common-columns.tsx'
import { EmptyState } from '../parts/empty-state.tsx'
import { HistoryOf } from '../parts/history-of.tsx'
import { KeyText } from '../parts/key-text.tsx'
import { VirtualTable } from '../parts/virtual-table.tsx'
import { createHoldout } from './create-holdout.tsx'
import classes from './layers.module.css'
import { useRetire } from './use-retire.ts'

type KeptHoldout = Holdout & { meta: Meta }
type Props = { holdouts: readonly KeptHoldout[]; layers: readonly Layer[]; mayChange: boolean }

/** Who is kept out of experiments, so that what they did together can be measured. */
export function HoldoutList({ holdouts, layers, mayChange }: Props): ReactElement {
  const project = useProject()
  const [environment] = useEnvironment()
  const [history, setHistory] = useState<KeptHoldout>()
  const archive = useRetire('holdouts')
  const names = new Map(layers.map(({ key, name }) => [key, name]))
  const scope = ({ layers: within }: Holdout) =>
    within === undefined ? 'every experiment' : within.map(key => names.get(key) ?? key).join(', ')
  return (
    <>
      <VirtualTable
        label="Holdouts"
        one="holdout"
        rows={holdouts}
        rowKey={({ key }) => key}
        onOpen={setHistory}
        empty={
          <EmptyState
            title="No holdouts yet"
            action={
              mayChange && (
                <Button variant="default" onClick={() => void createHoldout(project, environment)}>
                  Make the first holdout
                </Button>
              )
            }
          >
            A holdout keeps a few percent of people out of every experiment, so that you can see after a while what all
            of them did together.
          </EmptyState>
        }
        columns={[
          { id: 'name', header: 'Holdout', width: 'minmax(8rem, 1.5fr)', cell: one => one.name, sort: one => one.name },
          {
            id: 'share',
            header: 'Kept out',
            width: 'minmax(8rem, 1fr)',
            cell: one => <Share holdout={one} />,
            sort: one => one.coverage,
          },
          { id: 'scope', header: 'Of', width: 'minmax(8rem, 1fr)', cell: scope, narrow: 'hidden' },
          {
            id: 'key',
            header: 'Key',
            cell: one => <KeyText>{one.key}</KeyText>,
            narrow: 'hidden',
          },
          changedColumn<KeptHoldout>(one => one),
          {
            id: 'actions',
            header: '',
            width: '2.5rem',
            align: 'right',
            cell: one => (
              <ActionsMenu label={`Actions for ${one.name}`}>
                <Menu.Item onClick={() => setHistory(one)}>History</Menu.Item>
                {mayChange && (
                  <Menu.Item c="var(--failing)" onClick={() => void archive(one)}>
                    Archive…
                  </Menu.Item>
                )}
              </ActionsMenu>
            ),
          },
        ]}
      />
      <HistoryOf noun="holdouts" kept={history} mayChange={mayChange} onClose={() => setHistory(undefined)} />
    </>
  )
}

function Share({ holdout: { coverage, unit } }: { holdout: Holdout }): ReactElement {
  return (
    <span>
      {coverage} % of {unit}s
      <span className={classes.bar} style={{ display: 'block' }} aria-hidden="true">
        <span className={classes.held} style={{ width: `${coverage}%` }} />
      </span>
    </span>
  )
}
