import { useQueryClient } from '@tanstack/react-query'
import type { Report } from '../../contract/report.ts'
import { lifecycle, resources } from '../../contract/routes.ts'
import { call } from '../data/client.ts'
import { useProject } from '../data/project.ts'
import { routeQuery } from '../data/use-route.ts'
import { ask } from '../parts/ask.tsx'
import { sayDone, sayFailure } from '../shell/say.tsx'
import { type Choice, DecisionForm } from './decision-form.tsx'

/** Asks for a decision and keeps it: a running experiment stops first. Resolves with what was decided, undefined for nothing. */
export function useDecide(report: Report | undefined): () => Promise<Choice | undefined> {
  const project = useProject()
  const client = useQueryClient()
  return async () => {
    if (report === undefined) return undefined
    const choice = await ask<Choice>(
      'Decide',
      (answer, cancel) => <DecisionForm report={report} onAnswer={answer} onCancel={cancel} />,
      'lg',
    )
    if (choice === undefined) return undefined
    const params = { project, key: report.experiment }
    try {
      let { etag = '' } = await client.fetchQuery({
        ...routeQuery(resources.experiments.read, { params }),
        staleTime: 0,
      })
      if (report.status === 'running') {
        const stopped = await call(lifecycle.stop, { params, query: { why: choice.reason }, ifMatch: etag })
        etag = stopped.etag ?? etag
      }
      const { outcome, variant, reason } = choice
      await call(lifecycle.decide, {
        params,
        body: { outcome, reason, ...(variant === undefined ? {} : { variant }) },
        ifMatch: etag,
      })
      sayDone('The decision is written down')
      return choice
    } catch (error) {
      sayFailure(error)
      return undefined
    } finally {
      await client.invalidateQueries()
    }
  }
}
