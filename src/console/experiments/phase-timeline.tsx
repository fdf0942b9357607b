import type { ReactElement } from 'react'
import type { Phase } from '../../contract/experiment.ts'
import { weightsText } from '../../core/evaluate/serving-text.ts'
import { Ago } from '../parts/ago.tsx'
import { Section } from '../parts/section.tsx'
import { unbroken } from '../parts/unbroken.ts'
import classes from './experiment-screen.module.css'
import type { KeptExperiment } from './kept-experiment.ts'
import { decisionText } from './verdict-cell.tsx'

/** What happened to an experiment, newest first: decision, stop, phases, draft. */
export function PhaseTimeline({ experiment }: { experiment: KeptExperiment }): ReactElement {
  const { run, meta } = experiment
  const { phases, decision, status } = run
  const end = phases.at(-1)?.endedAt
  return (
    <Section title="What happened">
      <ol className={classes.timeline}>
        {decision !== undefined && (
          <li>
            Decided: {decisionText(decision)}
            {decision.override && ', against the rule'}
            <p className={classes.reason}>{decision.reason}</p>
            <span className={classes.when}>
              {decision.decidedBy}, <Ago time={decision.decidedAt} />
            </span>
          </li>
        )}
        {end !== undefined && (
          <li>
            Stopped
            <div className={classes.when}>
              <Ago time={end} />
            </div>
          </li>
        )}
        {phases.toReversed().map(phase => (
          <PhaseLine key={phase.number} phase={phase} now={status === 'running' && phase.endedAt === undefined} />
        ))}
        <li>
          Drafted
          <div className={classes.when}>
            {meta.createdBy}, <Ago time={meta.createdAt} />
          </div>
        </li>
      </ol>
    </Section>
  )
}

function PhaseLine({ phase, now }: { phase: Phase; now: boolean }): ReactElement {
  const { number, variants, reason, startedAt, startedUnready } = phase
  return (
    <li data-now={now}>
      {number === 1 ? 'Started' : `Phase ${number}`}: {unbroken(weightsText(variants))}
      {reason !== undefined && <p className={classes.reason}>{reason}</p>}
      {startedUnready !== undefined && (
        <p className={classes.reason}>
          Before everything could be measured (
          {startedUnready.missing.map(({ metric, event, detail }) => event ?? metric ?? detail).join(', ')}). Why:{' '}
          {startedUnready.reason}
        </p>
      )}
      <div className={classes.when}>
        <Ago time={startedAt} />
      </div>
    </li>
  )
}
