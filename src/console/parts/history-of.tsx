import type { ReactElement } from 'react'
import type { Meta } from '../../contract/noun.ts'
import type { resources } from '../../contract/routes.ts'
import { useProject } from '../data/project.ts'
import { etagOf } from '../data/send-change.ts'
import { HistoryDrawer } from './history-drawer.tsx'

type Props = {
  noun: Exclude<keyof typeof resources, 'projects'>
  /** The one of the list whose history is open. */
  kept: { key: string; meta: Meta } | undefined
  mayChange: boolean
  onClose: () => void
}

/** The history of one definition of a list. */
export function HistoryOf({ noun, kept, mayChange, onClose }: Props): ReactElement | null {
  const project = useProject()
  if (kept === undefined) return null
  const { key, meta } = kept
  return (
    <HistoryDrawer
      noun={noun}
      params={{ project, key }}
      etag={etagOf(meta)}
      mayChange={mayChange}
      opened
      onClose={onClose}
    />
  )
}
