import { useNavigate, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { fieldErrors } from '../parts/field-errors.ts'
import type { WizardSearch } from './routes.tsx'
import { faultsOf, type StepName, stepIn, steps } from './steps.ts'
import type { DraftState } from './use-draft.ts'

/** Where somebody is in the wizard, what keeps them there, and how they come to another step. */
export type Walk = {
  step: StepName
  place: number
  faults: Readonly<Record<string, string>>
  /** Saves what was changed and opens another step; onwards only when this one is done. */
  go: (to: StepName) => Promise<void>
}

/** The way through the steps of a draft; the present one is in the address. */
export function useSteps(state: DraftState): Walk {
  const navigate = useNavigate()
  const { draft: key, step: asked } = useSearch({ strict: false }) as WizardSearch
  const [tried, setTried] = useState<StepName>()
  const { draft, record, save, error } = state
  const step = stepIn(asked, state)
  const place = steps.findIndex(({ name }) => name === step)
  const own = faultsOf(step, draft)
  const faults = { ...(error === undefined ? {} : namedErrors(error)), ...(tried === step ? own : {}) }
  const go = async (to: StepName) => {
    const at = steps.findIndex(({ name }) => name === to)
    if (at > place && Object.keys(own).length > 0) {
      setTried(step)
      requestAnimationFrame(() => document.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus())
      return
    }
    // Nothing is on the server until the flag is known, so what comes before is kept in the browser.
    const local = record === undefined && (step === 'goal' || to === 'goal')
    const kept = local ? key : await save()
    if (kept === undefined && !local) return
    setTried(undefined)
    void navigate({ to: '.', search: (before: object) => ({ ...before, draft: kept ?? '', step: to }) } as never)
  }
  return { step, place, faults, go }
}

/** What the server found wrong, under the names the fields have here. */
function namedErrors(error: unknown): Record<string, string> {
  const found = fieldErrors(error)
  return Object.fromEntries(Object.entries(found).map(([path, message]) => [path.split('.')[0] ?? path, message]))
}
