import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { Treatment } from '../../contract/event-definition.ts'
import type { Review, ReviewConditions } from '../../contract/privacy.ts'
import { privacy } from '../../contract/privacy-routes.ts'
import { call } from '../data/client.ts'
import { useProject } from '../data/project.ts'
import { sayDone } from '../shell/say.tsx'

export type Outcome = 'approve' | 'refuse'

/** A decision while it is written. It is about what stood on screen when it was begun, whatever comes in meanwhile. */
export function useDecision(review: Review, outcome: Outcome, onDone: () => void) {
  const project = useProject()
  const client = useQueryClient()
  const { event, property, privacy: wanted } = review
  const [seen, setSeen] = useState(review)
  const [reason, setReason] = useState('')
  const [treatment, setTreatment] = useState<Treatment>(wanted.treatment)
  const [retentionDays, setRetentionDays] = useState<number | ''>(wanted.retentionDays ?? '')
  const [error, setError] = useState<unknown>(null)
  const [busy, setBusy] = useState(false)
  const conditions: ReviewConditions = {
    ...(treatment === wanted.treatment ? {} : { treatment }),
    ...(retentionDays === '' || retentionDays === wanted.retentionDays ? {} : { retentionDays }),
  }
  const withConditions = outcome === 'approve' && Object.keys(conditions).length > 0
  const send = async () => {
    setBusy(true)
    setError(null)
    try {
      await call(privacy.decide, {
        params: { project, event, property },
        body: { outcome, reason: reason.trim(), ...(withConditions ? { conditions } : {}) },
        ifMatch: `"${seen.version}"`,
      })
      sayDone(
        outcome === 'approve' ? `${event}.${property} is collected from now on` : `${event}.${property} stays out`,
      )
      onDone()
    } catch (failed) {
      setError(failed)
    } finally {
      setBusy(false)
      await client.invalidateQueries({ queryKey: ['api', 'v1', 'projects', project] })
    }
  }
  return {
    seen,
    reason,
    setReason,
    treatment,
    setTreatment,
    retentionDays,
    setRetentionDays,
    error,
    busy,
    withConditions,
    send,
    /** Goes on with the definition as it is by now. */
    lookAgain: () => {
      setSeen(review)
      setError(null)
      setTreatment(review.privacy.treatment)
      setRetentionDays(review.privacy.retentionDays ?? '')
    },
  }
}
