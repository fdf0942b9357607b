import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { Condition } from '../../contract/condition.ts'
import { resources } from '../../contract/routes.ts'
import { isYielded } from '../data/conflict.ts'
import { useEnvironment } from '../data/environment.ts'
import { useEnvironments, useProject } from '../data/project.ts'
import { useSession } from '../data/session.ts'
import { useChange } from '../data/use-change.ts'
import { useRoute } from '../data/use-route.ts'
import { keepRule } from '../experiments/keep-rule.ts'
import { sayFailure } from '../shell/say.tsx'
import { blankDraft, type Draft, draftOf, type Edits } from './draft.ts'
import { keepEdits, keptEdits, noEdits } from './kept-edits.ts'
import { createDraft, preparedPatch } from './save-draft.ts'
import type { Setup } from './setup.ts'

export type DraftState = Omit<Setup, 'faults'> & {
  loading: boolean
  /** Why the draft could not be read. */
  missing: unknown
  retry: () => void
  startOver: () => void
}

/** The draft under a key, or one that is not on the server yet, with everything written since it was last saved. */
export function useDraft(key: string | undefined): DraftState {
  const project = useProject()
  const client = useQueryClient()
  const [environment] = useEnvironment()
  const environments = useEnvironments().map(one => one.key)
  const { member } = useSession()
  const name = key ?? ''
  const [kept, setKept] = useState({ name, edits: keptEdits(project, name) })
  const [saving, setSaving] = useState(false)
  const [error, setError] = useState<unknown>()
  const read = useRoute(resources.experiments.read, { params: { project, key: name } }, { enabled: key !== undefined })
  const record = key === undefined ? undefined : read.data?.body
  const flagRead = useRoute(
    resources.flags.read,
    { params: { project, key: record?.flag ?? '' } },
    { enabled: record !== undefined },
  )
  const flag = record === undefined ? undefined : flagRead.data?.body
  // Another draft was opened at the same place.
  const edits = kept.name === name ? kept.edits : keptEdits(project, name)
  const change = useChange(resources.experiments.change, { quiet: true, onTheirs: () => write(noEdits) })
  const base = record === undefined ? blankDraft(environment, member.name) : draftOf(record, flag)
  const draft = withNames({ ...base, ...edits.changes }, edits.changes)

  const write = (next: Edits, under = name) => {
    keepEdits(project, under, next)
    setKept({ name: under, edits: next })
  }
  /** On top of what is there by then: more may have been written while something was saved. */
  const rewrite = (change: (edits: Edits) => Edits) =>
    setKept(now => {
      const next = change(now.name === name ? now.edits : keptEdits(project, name))
      keepEdits(project, name, next)
      return { name, edits: next }
    })
  const set = (changes: Partial<Draft>) =>
    rewrite(before => {
      const { etag = read.data?.etag } = before
      return { changes: { ...before.changes, ...changes }, ...(etag === undefined ? {} : { etag }) }
    })

  async function create(): Promise<string | undefined> {
    const done = await createDraft(project, draft, { ...edits.changes, name: draft.name, key: draft.key }, environments)
    if (done.key === undefined) write({ changes: done.changes })
    else {
      keepEdits(project, '', noEdits)
      write({ changes: done.changes }, done.key)
    }
    // Where only the rule is missing the draft is there, and what is left is saved with the next step.
    if (done.error !== undefined && done.key !== undefined) sayFailure(done.error)
    else setError(done.error)
    await client.invalidateQueries()
    return done.key
  }

  async function update(current: NonNullable<typeof record>): Promise<string | undefined> {
    const params = { project, key: current.key }
    try {
      const { patch, moved, flag: served } = await preparedPatch(project, draft, edits, current, environments)
      const ifMatch = edits.etag
      if (patch !== undefined)
        await change.mutateAsync({ params, body: patch as never, ...(ifMatch === undefined ? {} : { ifMatch }) })
      if (moved || 'condition' in edits.changes)
        await keepRule(project, { ...draft, flag: served }, draft.condition as Condition | undefined)
      rewrite(now => unsavedOf(now, edits))
      setError(undefined)
      return current.key
    } catch (failure) {
      if (!isYielded(failure)) setError(failure)
      return undefined
    } finally {
      await client.invalidateQueries()
    }
  }

  const save = async () => {
    if (record !== undefined && Object.keys(edits.changes).length === 0) return record.key
    setSaving(true)
    try {
      return record === undefined ? await create() : await update(record)
    } finally {
      setSaving(false)
    }
  }
  return {
    draft,
    record,
    flag,
    dirty: Object.keys(edits.changes).length > 0,
    saving,
    error,
    set,
    save,
    startOver: () => write(noEdits),
    loading: key !== undefined && (read.isPending || (flagRead.isPending && record !== undefined)),
    missing: key === undefined ? undefined : (read.error ?? undefined),
    retry: () => void read.refetch(),
  }
}

/** Where nobody named the new flag, it is called what the experiment is called. */
function withNames(draft: Draft, { newFlag }: Partial<Draft>): Draft {
  const { name, key } = draft
  return newFlag === undefined ? { ...draft, newFlag: { ...draft.newFlag, name, key } } : draft
}

/** What was changed since other edits were taken to be saved. */
function unsavedOf({ changes }: Edits, saved: Edits): Edits {
  const before: Record<string, unknown> = saved.changes
  return { changes: Object.fromEntries(Object.entries(changes).filter(([name, value]) => value !== before[name])) }
}
