import { Button } from '@mantine/core'
import type { ReactElement } from 'react'
import type { Report } from '../../contract/report.ts'
import { Ago } from '../parts/ago.tsx'
import { StatusBadge } from '../parts/status-badge.tsx'
import classes from './decision-record.module.css'
import { useShip } from './use-ship.tsx'

/** What was decided, by whom, why, and what the rule said then; a shipped variant can be given to everybody from here. */
export function DecisionRecord({ report, mayChange }: { report: Report; mayChange: boolean }): ReactElement | null {
  const ship = useShip(report)
  const { decision } = report
  if (decision === undefined) return null
  const { outcome, variant, reason, decidedAt, decidedBy, override, recommended = [] } = decision
  return (
    <section aria-label="Decision" className={classes.record}>
      <h2 className={classes.title}>
        {outcome === 'ship' ? `Ship ${variant ?? ''}` : outcome.replaceAll('-', ' ')}
        {override && <StatusBadge status="override" tone="warning" />}
      </h2>
      <p className={classes.reason}>{reason}</p>
      <p className={classes.facts}>
        {decidedBy}, <Ago time={decidedAt} />
        {recommended.length > 0 &&
          ` · the rule said then: ${recommended.map(one => `${one.variant} ${one.outcome.replaceAll('-', ' ')}`).join(', ')}`}
      </p>
      {outcome === 'ship' && variant !== undefined && mayChange && ship !== undefined && (
        <Button variant="default" className="no-print" onClick={() => void ship(variant)}>
          Serve {variant} to everybody the experiment was for
        </Button>
      )}
    </section>
  )
}
