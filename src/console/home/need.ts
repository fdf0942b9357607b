import type { ReactNode } from 'react'

/** What a thing that needs somebody is about; also their order, the most urgent first. */
export const needKinds = ['decision', 'telemetry', 'review', 'flag', 'draft'] as const
export type NeedKind = (typeof needKinds)[number]

/** One thing that needs somebody, with the one thing to do about it. */
export type Need = {
  kind: NeedKind
  key: string
  title: string
  about: ReactNode
  /** Where it is dealt with. */
  to: string
  action: string
  status: { text: string; tone: 'ok' | 'warning' | 'failing' | 'running' | 'neutral' }
}

/** The needs of one kind, as far as they are known. */
export type Needs = {
  needs: Need[]
  loading: boolean
  error: unknown
  retry: () => void
}
