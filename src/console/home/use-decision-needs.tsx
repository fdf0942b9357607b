import { useQueries } from '@tanstack/react-query'
import type { RecommendedOutcome } from '../../contract/experiment.ts'
import { plural } from '../../core/report/number-text.ts'
import { useProject } from '../data/project.ts'
import { type KeptExperiment, runOf } from '../experiments/kept-experiment.ts'
import { type Verdict, verdictQuery } from '../experiments/use-verdict.ts'
import { lookText } from '../experiments/verdict-cell.tsx'
import { Ago } from '../parts/ago.tsx'
import { useNow } from '../parts/use-now.ts'
import { paths } from '../paths.ts'
import type { Need, Needs } from './need.ts'
import { useExperiments } from './use-experiments.ts'

const waiting: RecommendedOutcome = 'keep-running'

/** Experiments that can be decided: stopped ones, those whose report says what to do, and those past their time. */
export function useDecisionNeeds(): Needs {
  const project = useProject()
  const nowMs = useNow()
  const { items, loading, error, retry } = useExperiments()
  const open = items.filter(({ run }) => run.status === 'running' || run.status === 'stopped')
  const verdicts = useQueries({ queries: open.map(({ key }) => verdictQuery(project, key)) })
  const needs = open.flatMap((experiment, place) => {
    const need = needOf(project, experiment, verdicts[place]?.data ?? undefined, nowMs)
    return need === undefined ? [] : [need]
  })
  // What was said so far is shown; the others follow.
  return { needs, loading: loading || verdicts.some(({ isPending }) => isPending), error, retry }
}

function needOf(
  project: string,
  experiment: KeptExperiment,
  verdict: Verdict | undefined,
  nowMs: number,
): Need | undefined {
  const { key, name, run } = experiment
  const need = { kind: 'decision', key, title: name, to: paths.report(project, key) } as const
  const status = verdict === undefined ? undefined : lookText(verdict)
  if (run.status === 'stopped') {
    const endedAt = run.phases.at(-1)?.endedAt
    return {
      ...need,
      action: 'Decide',
      status: status ? { text: status.status, tone: status.tone } : { text: 'stopped', tone: 'warning' },
      about: (
        <>
          It has stopped
          {endedAt !== undefined && (
            <>
              {' '}
              <Ago time={endedAt} />
            </>
          )}{' '}
          and nobody wrote down what came of it.
        </>
      ),
    }
  }
  if (verdict !== undefined && status !== undefined) {
    const shown = { text: status.status, tone: status.tone }
    if (verdict.health === 'failing')
      return {
        ...need,
        action: 'See why',
        status: shown,
        about: 'Its numbers cannot be trusted: a health check fails.',
      }
    if (verdict.outcomes.length > 0 && verdict.outcomes.every(({ outcome }) => outcome !== waiting))
      return { ...need, action: 'Decide', status: shown, about: 'The planned evidence is in.' }
  }
  const ran = runOf(experiment, nowMs)
  if (ran !== undefined && ran.days >= ran.plannedDays)
    return {
      ...need,
      action: 'Look at it',
      status: { text: 'past its time', tone: 'warning' },
      about: `The ${plural(ran.plannedDays, 'day')} it was planned for are over.`,
    }
  return undefined
}
