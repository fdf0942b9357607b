import { useState } from 'react'
import type { Meta } from '../../contract/noun.ts'
import { differences } from '../../core/model/difference.ts'

/** A definition being edited, the version the edit is made on, and what can happen to both. */
export type Draft<Kept, Written> = {
  draft: Written
  base: Kept
  dirty: boolean
  /** The newest version known, where somebody saved one since the edit began. */
  newer: Kept | undefined
  update: (change: (draft: Written) => Written) => void
  discard: () => void
  /** Goes on from another version; what is being written stays as far as `keep` says. */
  load: (kept: Kept, keep?: (draft: Written) => Written) => void
}

/** Edits a definition beside the version on the server: without changes it follows it, with changes it waits. */
export function useDraft<Kept extends { meta: Meta }, Written extends object>(
  kept: Kept,
  writtenOf: (kept: Kept) => Written,
): Draft<Kept, Written> {
  const begin = (base: Kept) => ({ base, draft: writtenOf(base) })
  const [edited, setEdited] = useState(() => begin(kept))
  const { base, draft } = edited
  const dirty = differences(writtenOf(base), draft).length > 0
  const isNewer = kept.meta.version !== base.meta.version
  if (isNewer && !dirty) setEdited(begin(kept))
  return {
    base,
    draft,
    dirty,
    newer: isNewer && dirty ? kept : undefined,
    update: change => setEdited(before => ({ ...before, draft: change(before.draft) })),
    discard: () => setEdited(begin(kept)),
    load: (next, keep) =>
      setEdited(before => (keep === undefined ? begin(next) : { base: next, draft: keep(before.draft) })),
  }
}
