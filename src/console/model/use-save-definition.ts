import { useNavigate } from '@tanstack/react-router'
import { useMemo } from 'react'
import { proposals } from '../../contract/model-routes.ts'
import type { Meta } from '../../contract/noun.ts'
import { resources } from '../../contract/routes.ts'
import { useProject } from '../data/project.ts'
import { etagOf } from '../data/send-change.ts'
import { useChange } from '../data/use-change.ts'
import { askWhy } from '../parts/ask-why.tsx'
import { paths } from '../paths.ts'
import { askProposal } from './propose-form.tsx'

type Noun = 'events' | 'metrics'

type Options = {
  /** What is edited; absent when it is new. */
  kept: { key: string; meta: Meta } | undefined
  /** Somebody else's version was taken instead: load it into the form. */
  onTheirs: (theirs: unknown) => void
}

/** Keeps an event or a metric: at once, or as a proposal somebody else applies. */
export function useSaveDefinition(noun: Noun, { kept, onTheirs }: Options) {
  const project = useProject()
  const navigate = useNavigate()
  const idempotencyKey = useMemo(() => crypto.randomUUID(), [])
  // Both nouns share these routes; one stands for both.
  const routes = resources[noun] as (typeof resources)['metrics']
  const create = useChange(routes.create, { quiet: true, done: ({ key }) => `${key} is defined` })
  const replace = useChange(routes.replace, { quiet: true, onTheirs, done: ({ key }) => `${key} is saved` })
  const propose = useChange(proposals.create, { done: 'Proposed' })
  const one = noun === 'events' ? 'event' : 'metric'
  const addressOf = (key: string) => (noun === 'events' ? paths.event(project, key) : paths.metric(project, key))

  return {
    busy: create.isPending || replace.isPending || propose.isPending,
    error: create.error ?? replace.error,
    async save(definition: { key: string }) {
      const { key } = definition
      const why = await askWhy({
        title: kept === undefined ? `Define ${key}?` : `Save ${key}?`,
        action: kept === undefined ? `Define the ${one}` : 'Save',
      })
      if (why === undefined) return
      const query = why === '' ? {} : { query: { why } }
      const onSuccess = () => void navigate({ to: addressOf(key) })
      const body = definition as never
      if (kept === undefined) create.mutate({ params: { project }, body, idempotencyKey, ...query }, { onSuccess })
      else replace.mutate({ params: { project, key }, body, ifMatch: etagOf(kept.meta), ...query }, { onSuccess })
    },
    async propose(definition: { key: string }) {
      const { key, ...rest } = definition
      const reason = await askProposal(`${kept === undefined ? 'Add' : 'Change'} ${key}`)
      if (reason === undefined) return
      propose.mutate(
        {
          params: { project },
          body: { ...reason, [noun]: { [key]: rest } } as never,
          idempotencyKey: crypto.randomUUID(),
        },
        { onSuccess: ({ body }) => void navigate({ to: paths.proposal(project, body.key) }) },
      )
    },
  }
}
