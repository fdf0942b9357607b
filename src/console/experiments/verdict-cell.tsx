import { Skeleton } from '@mantine/core'
import type { ReactElement } from 'react'
import type { Decision, RecommendedOutcome } from '../../contract/experiment.ts'
import { exactText } from '../parts/ago-text.ts'
import { StatusBadge } from '../parts/status-badge.tsx'
import classes from './experiment-list.module.css'
import type { KeptExperiment } from './kept-experiment.ts'
import { useVerdict, type Verdict } from './use-verdict.ts'

/** What came of an experiment, or what the rule said of it at the last look. */
export function VerdictCell({ experiment }: { experiment: KeptExperiment }): ReactElement {
  const { decision, status, phases } = experiment.run
  if (decision !== undefined) return <StatusBadge status={decisionText(decision)} tone={toneOf(decision.outcome)} />
  if (phases.length === 0) return <span className={classes.soft}>not started</span>
  return <LookVerdict experiment={experiment} running={status === 'running'} />
}

function LookVerdict({ experiment, running }: { experiment: KeptExperiment; running: boolean }): ReactElement {
  const { data, error, isPending } = useVerdict(experiment.key, true)
  if (isPending) return <Skeleton height={10} width="70%" />
  if (error !== null) return <span className={classes.soft}>not known now</span>
  if (data === null) return <span className={classes.soft}>{running ? 'no look yet' : 'no look was taken'}</span>
  const { status, tone } = lookText(data)
  return (
    <StatusBadge
      status={status}
      tone={tone}
      about={`By look ${data.look}, with the events until ${exactText(data.at)}`}
    />
  )
}

type Tone = 'ok' | 'warning' | 'failing' | 'running' | 'neutral'

/** A look's verdict in a few words: health first, then the best that is said of any variant. */
export function lookText({ health, outcomes }: Verdict): { status: string; tone: Tone } {
  if (health === 'failing') return { status: 'invalid: health fails', tone: 'failing' }
  const worth = outcomes.find(({ outcome }) => outcome === 'ship')
  if (worth !== undefined) return { status: `ship ${worth.variant}`, tone: 'ok' }
  if (outcomes.length === 0) return { status: 'nothing to test', tone: 'neutral' }
  if (outcomes.some(({ outcome }) => outcome === 'keep-running')) return { status: 'collecting', tone: 'running' }
  const [first] = outcomes
  const same = outcomes.every(({ outcome }) => outcome === first?.outcome)
  const outcome = same && first !== undefined ? first.outcome : 'inconclusive'
  return { status: outcome.replaceAll('-', ' '), tone: toneOf(outcome) }
}

/** A decision in a few words. */
export function decisionText({ outcome, variant }: Pick<Decision, 'outcome' | 'variant'>): string {
  return outcome === 'ship' && variant !== undefined ? `shipped ${variant}` : outcome.replaceAll('-', ' ')
}

function toneOf(outcome: RecommendedOutcome): Tone {
  if (outcome === 'ship') return 'ok'
  if (outcome === 'do-not-ship') return 'failing'
  return outcome === 'keep-running' ? 'running' : 'neutral'
}
