import { Button, Menu } from '@mantine/core'
import type { ReactElement } from 'react'
import { useProject } from '../data/project.ts'
import { ActionsMenu } from '../parts/actions-menu.tsx'
import { LinkButton } from '../parts/link-button.tsx'
import { paths } from '../paths.ts'
import { type KeptExperiment, statusOf } from './kept-experiment.ts'
import { useExperimentActs } from './use-experiment-acts.ts'

type Props = { experiment: KeptExperiment; mayChange: boolean; onHistory: () => void }

/** What can be done with an experiment now: one thing that is next, the others in a menu. */
export function ExperimentActions({ experiment, mayChange, onHistory }: Props): ReactElement {
  const project = useProject()
  const acts = useExperimentActs(experiment)
  const status = statusOf(experiment)
  const { key, name } = experiment
  const to = (path: string, label: string) => <LinkButton to={path}>{label}</LinkButton>
  const archived = status === 'archived'
  return (
    <>
      {status === 'draft' && mayChange && to(`${paths.newExperiment(project)}?draft=${key}`, 'Go on setting it up')}
      {status === 'stopped' && to(paths.report(project, key), mayChange ? 'Decide on the report' : 'Open the report')}
      {(status === 'running' || status === 'decided') && to(paths.report(project, key), 'Open the report')}
      {archived && mayChange && <Button onClick={acts.bringBack}>Bring it back</Button>}
      {status === 'running' && mayChange && (
        <Button variant="default" onClick={() => void acts.stop()}>
          Stop…
        </Button>
      )}
      <ActionsMenu label={`More actions for ${name}`} framed>
        {mayChange && !archived && <Menu.Item onClick={() => void acts.edit()}>Edit…</Menu.Item>}
        {mayChange && status === 'running' && (
          <Menu.Item onClick={() => void acts.rephase()}>New phase with other weights…</Menu.Item>
        )}
        <Menu.Item onClick={onHistory}>History</Menu.Item>
        {mayChange && !archived && status !== 'running' && (
          <Menu.Item c="var(--failing)" onClick={() => void acts.archive()}>
            Archive…
          </Menu.Item>
        )}
      </ActionsMenu>
    </>
  )
}
