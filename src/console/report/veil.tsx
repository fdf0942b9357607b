import { Button } from '@mantine/core'
import { IconEyeOff } from '@tabler/icons-react'
import { type ReactElement, type ReactNode, useState } from 'react'
import { sentence } from '../parts/sentence.ts'
import classes from './veil.module.css'

/** Numbers that must not be concluded from: out of sight for everybody until asked for, and marked ever after. */
export function Veil({ reason, children }: { reason: string; children: ReactNode }): ReactElement {
  const [lifted, setLifted] = useState(false)
  if (lifted) {
    return (
      <div>
        <p role="alert" className={classes.banner}>
          Not to be concluded from: {reason}.
          <Button variant="subtle" size="compact-xs" color="gray" onClick={() => setLifted(false)}>
            Veil them again
          </Button>
        </p>
        {children}
      </div>
    )
  }
  return (
    <section aria-label="Veiled numbers" className={classes.veil}>
      <div className={classes.card}>
        <IconEyeOff size={22} aria-hidden="true" />
        <h2 className={classes.title}>The numbers are veiled</h2>
        <p className={classes.reason}>{sentence(reason)}</p>
        <Button variant="default" className="no-print" onClick={() => setLifted(true)}>
          Show the numbers anyway
        </Button>
      </div>
      <div className={classes.behind} aria-hidden="true" inert>
        {children}
      </div>
    </section>
  )
}
