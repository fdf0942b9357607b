import { useMemo, useState } from 'react'
import type { Issue } from '../../contract/problem.ts'
import { resources } from '../../contract/routes.ts'
import type { Definitions } from '../../core/evaluate/definitions.ts'
import type { ServingNames } from '../../core/evaluate/serving-text.ts'
import { type Faults, faultsOf } from '../conditions/faults.ts'
import { etagOf } from '../data/send-change.ts'
import { useReplacement } from '../data/use-replacement.ts'
import { type DraftFlag, issuesOf, isWrittenFlag, type KeptFlag, writtenOf } from './draft-flag.ts'
import { askReview } from './review.tsx'

type Saving = {
  project: string
  draft: DraftFlag
  base: KeptFlag
  names: ServingNames
  definitions: Definitions
  load: (flag: KeptFlag) => void
  /** Something is wrong: show where. */
  show: (issue: Issue) => void
}

/** Saving a draft: what stands in its way, beside which fields, and how to do it. */
export type FlagSaving = {
  issues: readonly Issue[]
  faults: Faults
  pending: boolean
  forget: () => void
  save: () => Promise<void>
}

/** Checks a draft, shows what changes, saves it with a reason, and keeps what is wrong with it beside the fields. */
export function useSaving({ project, draft, base, names, definitions, load, show }: Saving): FlagSaving {
  const [tried, setTried] = useState(false)
  const { put, pending, refused, forget } = useReplacement(resources.flags.replace, {
    done: ({ name, meta }) => `${name} is saved as version ${meta.version}`,
    load: kept => {
      setTried(false)
      load(kept)
    },
  })
  const own = useMemo(() => (tried ? issuesOf(draft, definitions) : []), [tried, draft, definitions])
  const issues = useMemo(() => [...own, ...refused], [own, refused])
  const save = async () => {
    setTried(true)
    const [first] = issuesOf(draft, definitions)
    if (first !== undefined) show(first)
    if (first !== undefined || !isWrittenFlag(draft)) return
    const why = await askReview({ before: writtenOf(base), after: draft, names })
    if (why === undefined) return
    put({
      params: { project, key: base.key },
      body: draft,
      ifMatch: etagOf(base.meta),
      ...(why === '' ? {} : { query: { why } }),
    })
  }
  return { issues, faults: useMemo(() => faultsOf(issues), [issues]), pending, forget, save }
}
