import { Button } from '@mantine/core'
import { IconPlayerPause, IconPlayerPlay } from '@tabler/icons-react'
import type { ReactElement } from 'react'
import { plural } from '../../core/report/number-text.ts'
import type { StreamState } from '../data/use-stream.ts'
import { numberText } from '../parts/number-text.tsx'
import { Sparkline } from '../parts/sparkline.tsx'
import { StatusBadge } from '../parts/status-badge.tsx'
import classes from './stream.module.css'
import type { Tail } from './use-tail.ts'

const rateSeconds = 10

type Props = { tail: Tail; paused: boolean; onPause: (paused: boolean) => void; onNewest: (() => void) | undefined }

/** How the stream is: connected or not, how fast events come, and the pause. */
export function StreamBar({ tail, paused, onPause, onNewest }: Props): ReactElement {
  const { rates, waiting, rows, clear } = tail
  const lately = rates.slice(-rateSeconds)
  const rate = lately.reduce((sum, count) => sum + count, 0) / Math.max(1, lately.length)
  const [tone, text] = stateText(tail.state, paused)
  return (
    <div className={classes.bar}>
      <span className={classes.state} role="status">
        <StatusBadge status={text} tone={tone} />
      </span>
      <span className={classes.rate}>
        {lately.length === 0
          ? 'measuring the rate'
          : `${numberText(rate, { unit: 'events a second', decimals: 1 })}, mean of ${lately.length} s`}
        <Sparkline values={rates} label={`Events a second in the last minute, at most ${Math.max(0, ...rates)}`} />
      </span>
      <span className={classes.push} />
      {waiting > 0 && (paused || onNewest !== undefined) && (
        <Button variant="light" size="compact-sm" onClick={() => (onNewest ? onNewest() : onPause(false))}>
          Show {plural(waiting, 'new event')}
        </Button>
      )}
      {rows.length > 0 && (
        <Button variant="subtle" color="gray" size="compact-sm" onClick={clear}>
          Clear
        </Button>
      )}
      <Button
        variant="default"
        size="compact-sm"
        leftSection={paused ? <IconPlayerPlay size={14} aria-hidden /> : <IconPlayerPause size={14} aria-hidden />}
        onClick={() => onPause(!paused)}
      >
        {paused ? 'Go on' : 'Pause'}
      </Button>
    </div>
  )
}

function stateText(state: StreamState, paused: boolean): ['ok' | 'warning' | 'failing' | 'neutral', string] {
  if (state.is === 'refused') return ['failing', `refused (${state.status})`]
  if (state.is === 'open') return paused ? ['neutral', 'paused'] : ['ok', 'live']
  if (state.is === 'waiting') return ['warning', 'connection lost, trying again']
  return ['neutral', 'connecting']
}
