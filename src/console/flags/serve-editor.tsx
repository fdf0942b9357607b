import { SegmentedControl, Select } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { ReactElement } from 'react'
import type { Serve } from '../../contract/flag.ts'
import { evenly } from '../../core/evaluate/weights.ts'
import { useFaultBelow } from '../conditions/faults.ts'
import { useProject } from '../data/project.ts'
import { paths } from '../paths.ts'
import { useEditor } from './editor.ts'
import classes from './flag-editor.module.css'
import { RolloutEditor } from './rollout-editor.tsx'

type Props = { serve: Serve; onChange: (serve: Serve) => void; path: string }
type Way = 'variant' | 'rollout' | 'experiment'

/** What a rule serves: one variant, shares of several, or an experiment. */
export function ServeEditor({ serve, onChange, path }: Props): ReactElement {
  const { draft } = useEditor()
  const keys = draft.variants.map(({ key }) => key)
  const way: Way = 'variant' in serve ? 'variant' : 'rollout' in serve ? 'rollout' : 'experiment'
  const begin: Record<Way, () => Serve> = {
    variant: () => ({ variant: keys[0] ?? '' }),
    rollout: () => ({ rollout: { coverage: 100, unit: 'user', variants: evenly(keys.slice(0, 2)) } }),
    experiment: () => ({ experiment: '' }),
  }
  return (
    <div className={classes.serve}>
      <SegmentedControl
        aria-label="What is served"
        data={[
          { value: 'variant', label: 'One variant' },
          { value: 'rollout', label: 'Percentages' },
          { value: 'experiment', label: 'Experiment' },
        ]}
        value={way}
        onChange={next => onChange(begin[next as Way]())}
      />
      {'variant' in serve && <VariantChoice serve={serve} onChange={onChange} path={path} />}
      {'rollout' in serve && (
        <RolloutEditor rollout={serve.rollout} onChange={rollout => onChange({ rollout })} path={`${path}/rollout`} />
      )}
      {'experiment' in serve && <ExperimentChoice serve={serve} onChange={onChange} path={path} />}
    </div>
  )
}

function VariantChoice({ serve, onChange, path }: Props & { serve: { variant: string } }): ReactElement {
  const { draft } = useEditor()
  const fault = useFaultBelow(path)
  return (
    <Select
      aria-label="Variant"
      w="14rem"
      data={draft.variants.map(({ key, name }) => ({ value: key, label: name ? `${key} (${name})` : key }))}
      value={serve.variant}
      error={fault}
      onChange={variant => variant !== null && onChange({ variant })}
    />
  )
}

function ExperimentChoice({ serve, onChange, path }: Props & { serve: { experiment: string } }): ReactElement {
  const project = useProject()
  const { draft, environment, definitions } = useEditor()
  const fault = useFaultBelow(path)
  const fitting = definitions.experiments.filter(one => one.flag === draft.key && one.environment === environment)
  if (fitting.length === 0) {
    return (
      <p className={classes.note}>
        This flag has no experiment in {environment} yet.{' '}
        <Link to={paths.experiments(project)} className={classes.link ?? ''}>
          Set one up
        </Link>
        , then choose it here.
        {fault !== undefined && <span className={classes.fault}> {fault}</span>}
      </p>
    )
  }
  return (
    <Select
      aria-label="Experiment"
      w="20rem"
      maw="100%"
      placeholder="Choose an experiment"
      data={fitting.map(({ key, name, run }) => ({ value: key, label: `${name} (${run.status})` }))}
      value={serve.experiment === '' ? null : serve.experiment}
      error={fault}
      onChange={experiment => experiment !== null && onChange({ experiment })}
    />
  )
}
