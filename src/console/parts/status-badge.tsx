import type { ReactElement } from 'react'
import classes from './status-badge.module.css'

const tones = {
  ok: ['ok', 'ready', 'active', 'approved', 'ship', 'valid', 'on', 'fresh', 'closed'],
  warning: ['warning', 'pending', 'stale', 'keep-running', 'duplicate', 'invited'],
  failing: ['failing', 'missing', 'refused', 'open', 'do-not-ship', 'quarantined', 'invalid', 'breaking', 'revoked'],
  running: ['running', 'collecting', 'proposed'],
} as const

type Tone = keyof typeof tones | 'neutral'

/** A state in one word with its colour; the word alone says it too. Words nobody has given a colour are grey. */
export function StatusBadge({ status, tone }: { status: string; tone?: Tone }): ReactElement {
  const found = Object.entries(tones).find(([, words]) => (words as readonly string[]).includes(status))?.[0]
  return (
    <span className={classes.badge} data-tone={tone ?? found ?? 'neutral'}>
      {status.replaceAll('-', ' ').replaceAll('_', ' ')}
    </span>
  )
}
