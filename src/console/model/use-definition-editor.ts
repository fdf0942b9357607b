import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import type { Meta } from '../../contract/noun.ts'
import type { Issue } from '../../contract/problem.ts'
import { failureOf } from '../data/failure.ts'
import { useProject } from '../data/project.ts'
import { paths } from '../paths.ts'
import { missingTexts } from './missing-text.ts'
import { usePlan } from './use-plan.ts'
import { useSaveDefinition } from './use-save-definition.ts'

type Named = { key: string }

type Editing<Draft extends Named, Kept extends Named & { meta: Meta }> = {
  noun: 'events' | 'metrics'
  start: Draft
  kept: Kept | undefined
  draftOf: (kept: Kept) => Draft
  definitionOf: (draft: Draft) => Named
  /** What is missing or wrong before anybody is asked, by path. */
  faultsOf: (draft: Draft) => ReadonlyMap<string, string>
}

/** An event or a metric while it is edited: its draft, what is wrong with it, what saving would do, and saving. */
export function useDefinitionEditor<Draft extends Named, Kept extends Named & { meta: Meta }>({
  noun,
  start,
  kept,
  draftOf,
  definitionOf,
  faultsOf,
}: Editing<Draft, Kept>) {
  const project = useProject()
  const navigate = useNavigate()
  const [draft, setDraft] = useState(start)
  // What is edited: the version first opened, theirs after a conflict, none when it becomes a new definition.
  const [base, setBase] = useState(kept)
  const [tried, setTried] = useState(kept !== undefined)
  const faults = faultsOf(draft)
  const definition = faults.size === 0 ? definitionOf(draft) : undefined
  const { plan, error } = usePlan(noun, draft.key, definition)
  const saving = useSaveDefinition(noun, {
    kept: base,
    onTheirs: theirs => {
      setDraft(draftOf(theirs as Kept))
      setBase(theirs as Kept)
    },
  })
  const change = (part: Partial<Draft>) => setDraft({ ...draft, ...part })
  const refused = saving.error === null ? [] : failureOf(saving.error).errors
  const issues: readonly Issue[] = [...refused, ...(plan?.change?.issues ?? [])]
  const missing = (path: string) => (tried ? faults.get(path) : undefined)
  const addressOf = noun === 'events' ? paths.event : paths.metric
  const complete = (act: (definition: Named) => Promise<void>) =>
    definition === undefined ? setTried(true) : void act(definition)
  return {
    draft,
    change,
    isNew: base === undefined,
    /** Goes on as a new definition of another name, beside the one that was opened. */
    becomeNew: (key: string) => {
      setBase(undefined)
      setDraft({ ...draft, key })
    },
    issues,
    missing,
    faultOf: (path: string) => missing(path) ?? issues.find(issue => issue.path === path)?.message,
    panel: {
      plan,
      error: error ?? (refused.length === 0 ? saving.error : null),
      missing: missingTexts(faults, noun === 'events' ? 'Name' : 'Key'),
      busy: saving.busy,
      onSave: () => complete(saving.save),
      onPropose: () => complete(saving.propose),
      onCancel: () => void navigate({ to: kept === undefined ? paths.model(project) : addressOf(project, kept.key) }),
    },
  }
}
