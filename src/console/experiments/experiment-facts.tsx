import { Anchor } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { ReactElement } from 'react'
import type { AnalysisMode } from '../../contract/experiment.ts'
import type { Flag } from '../../contract/flag.ts'
import { plural } from '../../core/report/number-text.ts'
import { useProject } from '../data/project.ts'
import { type Fact, FactList } from '../parts/fact-list.tsx'
import { Section } from '../parts/section.tsx'
import { paths } from '../paths.ts'
import type { KeptExperiment } from './kept-experiment.ts'

const modes: Record<AnalysisMode, string> = {
  fixed: 'one look, at the end',
  'group-sequential': 'a look every day, may end early',
  'always-valid': 'looked at any time',
}

type Props = { experiment: KeptExperiment; flag: Flag | undefined }

/** What is settled about an experiment, fact by fact. */
export function ExperimentFacts({ experiment, flag }: Props): ReactElement {
  const project = useProject()
  const { owner, environment, unit, layer, analysis, goal, assignment } = experiment
  const facts: Fact[] = [
    ...(goal === undefined ? [] : [{ label: 'Success', value: goal }]),
    { label: 'Owner', value: owner ?? 'nobody' },
    {
      label: 'Flag',
      value:
        assignment === 'external' ? (
          'none, assigned elsewhere'
        ) : (
          <Anchor component={Link} to={paths.flag(project, experiment.flag)}>
            {flag?.name ?? experiment.flag}
          </Anchor>
        ),
    },
    { label: 'Environment', value: environment },
    { label: 'Shared out by', value: unit },
    {
      label: 'Layer',
      value:
        layer === undefined ? (
          'none, it overlaps'
        ) : (
          <Anchor component={Link} to={paths.layers(project)}>
            {layer}
          </Anchor>
        ),
    },
    { label: 'Conclusions', value: modes[analysis.mode] },
    { label: 'Planned', value: planText(analysis) },
    { label: 'False alarms', value: `${Number((analysis.alpha * 100).toFixed(6))} %` },
    ...(analysis.windowDays === undefined
      ? []
      : [{ label: 'Outcomes count', value: `${plural(analysis.windowDays, 'day')} after the first exposure` }]),
    ...(analysis.prePeriodDays === 0
      ? []
      : [{ label: 'Compared with', value: `the ${plural(analysis.prePeriodDays, 'day')} before` }]),
  ]
  return (
    <Section title="Facts">
      <FactList facts={facts} inline />
    </Section>
  )
}

function planText({ plannedDays, plannedUnits }: KeptExperiment['analysis']): string {
  return plannedUnits === undefined ? plural(plannedDays, 'day') : `until ${plural(plannedUnits, 'unit')} took part`
}
