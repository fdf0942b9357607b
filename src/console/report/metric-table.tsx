import { Switch } from '@mantine/core'
import { type ReactElement, useState } from 'react'
import type { MetricResult, Report } from '../../contract/report.ts'
import { MetricSection } from './metric-section.tsx'
import classes from './metric-table.module.css'

const roles = ['success', 'guardrail', 'secondary', 'exploratory'] as const

/** Every metric by role. What is drawn: the interval of one look, its price for looking often, and the shrunk lift. */
export function MetricTable({ report, metrics }: { report: Report; metrics: MetricResult[] }): ReactElement {
  const [showChance, setShowChance] = useState(false)
  const shown = roles.flatMap(role => {
    const own = metrics.filter(metric => metric.role === role)
    return own.length === 0 ? [] : [{ role, metrics: own }]
  })
  return (
    <div className={classes.all}>
      <div className={classes.key}>
        <ul aria-label="How to read the intervals">
          <li>
            <svg width={34} height={12} aria-hidden="true">
              <line x1={8} x2={26} y1={6} y2={6} stroke="var(--accent)" strokeWidth={6} opacity={0.45} />
              <circle cx={17} cy={6} r={3.5} fill="var(--accent)" />
            </svg>
            lift, and its interval at one look
          </li>
          <li>
            <svg width={34} height={12} aria-hidden="true">
              <line x1={1} x2={33} y1={6} y2={6} stroke="var(--accent)" strokeWidth={1.25} />
            </svg>
            price of looking often and of many tests: conclusions rest on this one
          </li>
          <li>
            <svg width={16} height={12} aria-hidden="true">
              <circle cx={8} cy={6} r={3.5} fill="var(--ground)" stroke="var(--text)" strokeWidth={1.25} />
            </svg>
            lift with the winner’s curse taken off
          </li>
        </ul>
        <Switch
          className="no-print"
          size="xs"
          label="Chance to win"
          checked={showChance}
          onChange={event => setShowChance(event.currentTarget.checked)}
        />
      </div>
      {showChance && (
        <p className={classes.caution}>
          The chance to win is a view of the same data under a stated prior. It is no license to stop when it looks
          good.
        </p>
      )}
      {shown.map(({ role, metrics: own }) => (
        <MetricSection key={role} report={report} role={role} metrics={own} showChance={showChance} />
      ))}
    </div>
  )
}
