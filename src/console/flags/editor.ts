import { createContext, useContext } from 'react'
import type { Definitions } from '../../core/evaluate/definitions.ts'
import type { ServingNames } from '../../core/evaluate/serving-text.ts'
import type { Vocabulary } from '../conditions/use-vocabulary.ts'
import { type DraftFlag, type DraftRule, type DraftTargeting, type KeptFlag, silentTargeting } from './draft-flag.ts'

/** What every part of the flag editor works on. */
export type Editor = {
  draft: DraftFlag
  base: KeptFlag
  dirty: boolean
  environment: string
  mayChange: boolean
  vocabulary: Vocabulary
  names: ServingNames
  definitions: Definitions
  update: (change: (draft: DraftFlag) => DraftFlag) => void
}

export const EditorContext = createContext<Editor | undefined>(undefined)

/** The flag being edited, in every part of its editor. */
export function useEditor(): Editor {
  const editor = useContext(EditorContext)
  if (editor === undefined) throw new Error('this part belongs into the editor of a flag')
  return editor
}

/** What the draft does in the environment looked at, and how to change it. */
export function useTargeting(): {
  targeting: DraftTargeting
  path: string
  change: (change: Partial<DraftTargeting>) => void
  changeRules: (change: (rules: DraftRule[]) => DraftRule[]) => void
} {
  const { draft, environment, update } = useEditor()
  const targetingIn = (flag: DraftFlag) => flag.environments[environment] ?? silentTargeting(flag)
  const edit = (change: (targeting: DraftTargeting) => DraftTargeting) =>
    update(flag => ({
      ...flag,
      environments: { ...flag.environments, [environment]: change(targetingIn(flag)) },
    }))
  return {
    targeting: targetingIn(draft),
    path: `/environments/${environment}`,
    change: change => edit(targeting => ({ ...targeting, ...change })),
    changeRules: change => edit(targeting => ({ ...targeting, rules: change(targeting.rules) })),
  }
}
