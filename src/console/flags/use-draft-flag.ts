import type { Flag } from '../../contract/flag.ts'
import { type Draft, useDraft } from '../data/use-draft.ts'
import { type DraftFlag, type KeptFlag, writtenOf } from './draft-flag.ts'

/** A flag being edited. `turned`: a switch was turned; what is being written stays, on top of the version this made. */
export type FlagDraft = Draft<KeptFlag, DraftFlag> & { turned: (flag: KeptFlag) => void }

/** Edits a flag; its switches are no part of the draft, they act at once. */
export function useDraftFlag(kept: KeptFlag): FlagDraft {
  const edited = useDraft<KeptFlag, DraftFlag>(kept, writtenOf)
  return {
    ...edited,
    turned: flag => {
      // Somebody else's changes in between are not to be saved over unseen.
      if (flag.meta.version === edited.base.meta.version + 1) edited.load(flag, draft => withSwitches(draft, flag))
    },
  }
}

function withSwitches(draft: DraftFlag, flag: Flag): DraftFlag {
  const environments = Object.fromEntries(
    Object.entries({ ...flag.environments, ...draft.environments }).map(([key, targeting]) => [
      key,
      { ...targeting, on: flag.environments[key]?.on ?? targeting.on },
    ]),
  )
  return { ...draft, environments }
}
