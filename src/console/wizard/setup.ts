import { createContext, useContext } from 'react'
import type { Flag } from '../../contract/flag.ts'
import type { Meta } from '../../contract/noun.ts'
import type { KeptExperiment } from '../experiments/kept-experiment.ts'
import type { Draft } from './draft.ts'

/** The experiment that is being set up, shared by the steps of the wizard. */
export type Setup = {
  draft: Draft
  /** The draft on the server; undefined until flag and variants are known. */
  record: KeptExperiment | undefined
  /** The flag on the server that serves it. */
  flag: (Flag & { meta: Meta }) | undefined
  dirty: boolean
  saving: boolean
  /** What went wrong when it was last saved. */
  error: unknown
  /** What has to be mended before going on, by field, once somebody tried. */
  faults: Readonly<Record<string, string>>
  set: (changes: Partial<Draft>) => void
  /** Saves what was changed; answers the key it is kept under, or undefined when it could not be saved. */
  save: () => Promise<string | undefined>
}

export const SetupContext = createContext<Setup | undefined>(undefined)

/** What the steps of the wizard work on. */
export function useSetup(): Setup {
  const setup = useContext(SetupContext)
  if (setup === undefined) throw new Error('a step stands inside the wizard')
  return setup
}
