import type { ReactElement } from 'react'
import { hint } from './hint.ts'
import classes from './status-badge.module.css'

type Tone = 'ok' | 'warning' | 'failing' | 'running' | 'neutral'

const words: Record<Exclude<Tone, 'neutral'>, string[]> = {
  ok: ['ok', 'ready', 'active', 'approved', 'ship', 'valid', 'on', 'fresh', 'closed'],
  warning: ['warning', 'pending', 'stale', 'keep-running', 'duplicate', 'invited'],
  failing: ['failing', 'missing', 'refused', 'open', 'do-not-ship', 'quarantined', 'invalid', 'breaking', 'revoked'],
  running: ['running', 'collecting', 'proposed'],
}
const tones = new Map(Object.entries(words).flatMap(([tone, statuses]) => statuses.map(status => [status, tone])))

type Props = { status: string; tone?: Tone; about?: string | undefined }

/** A state in one word with its colour; the word alone says it too. Words nobody has given a colour are grey; `about` is its hint. */
export function StatusBadge({ status, tone, about }: Props): ReactElement {
  return (
    <span className={classes.badge} data-tone={tone ?? tones.get(status) ?? 'neutral'} {...hint(about)}>
      {status.replaceAll('-', ' ').replaceAll('_', ' ')}
    </span>
  )
}
