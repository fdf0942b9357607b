import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { Flag } from '../../contract/flag.ts'
import { lifecycle, resources } from '../../contract/routes.ts'
import { call } from '../data/client.ts'
import { useProject } from '../data/project.ts'
import type { KeptExperiment } from './kept-experiment.ts'
import { rulesServing, servingRules, targetingPatch } from './serving.ts'

/** What starting will change about the flag, beside the experiment itself. */
export type Needed = { rule: boolean; on: boolean }

/** What a flag still lacks to serve an experiment. */
export function neededOf(flag: Flag, experiment: KeptExperiment): Needed {
  // Somebody else assigns the units, so no flag serves them.
  if (experiment.assignment === 'external') return { rule: false, on: false }
  const targeting = flag.environments[experiment.environment]
  return { rule: servingRules(flag, experiment).length === 0, on: targeting?.on !== true }
}

/** Starts an experiment: its flag serves it and is on, then the experiment runs. Where that fails the flag is as it was before. */
export function useStart(experiment: KeptExperiment): {
  start: (why: string | undefined) => Promise<boolean>
  starting: boolean
  error: unknown
} {
  const project = useProject()
  const client = useQueryClient()
  const [starting, setStarting] = useState(false)
  const [error, setError] = useState<unknown>()
  const start = async (why: string | undefined) => {
    setStarting(true)
    setError(undefined)
    try {
      const undo = await serve(project, experiment)
      try {
        const params = { project, key: experiment.key }
        const { etag } = await call(resources.experiments.read, { params })
        await call(lifecycle.start, { params, ...(why === undefined ? {} : { query: { why } }), ifMatch: etag ?? '' })
      } catch (failure) {
        await undo?.()
        throw failure
      }
      return true
    } catch (failure) {
      setError(failure)
      return false
    } finally {
      setStarting(false)
      await client.invalidateQueries()
    }
  }
  return { start, starting, error }
}

/** Lets the flag serve the experiment where it does not yet; answers how to take that back. */
async function serve(project: string, experiment: KeptExperiment): Promise<(() => Promise<void>) | undefined> {
  const params = { project, key: experiment.flag }
  const { body: flag, etag } = await call(resources.flags.read, { params })
  const needed = neededOf(flag, experiment)
  if (!needed.rule && !needed.on) return undefined
  const rules = needed.rule
    ? rulesServing(flag, experiment, undefined)
    : (flag.environments[experiment.environment]?.rules ?? [])
  const changed = await call(resources.flags.change, {
    params,
    body: targetingPatch(flag, experiment.environment, rules, true),
    query: { why: `start of ${experiment.key}` },
    ifMatch: etag ?? '',
  })
  return async () => {
    await call(resources.flags.rollback, {
      params,
      body: { version: flag.meta.version },
      query: { why: `${experiment.key} could not be started` },
      ifMatch: changed.etag ?? '',
    })
  }
}
