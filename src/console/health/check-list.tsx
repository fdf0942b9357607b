import type { ReactElement } from 'react'
import type { EventCheck } from '../../contract/health.ts'
import { CodeBlock } from '../parts/code-block.tsx'
import { numberText } from '../parts/number-text.tsx'
import { sentence } from '../parts/sentence.ts'
import { StatusBadge } from '../parts/status-badge.tsx'
import classes from './health.module.css'
import { checkAbout, checkText } from './health-text.ts'

const order = ['failing', 'warning', 'ok', 'unknown']

/** Every check of an event, the worst first: what it says, its numbers, and the query behind it. */
export function CheckList({ checks }: { checks: readonly EventCheck[] }): ReactElement {
  const sorted = [...checks].sort((a, b) => order.indexOf(a.status) - order.indexOf(b.status))
  return (
    <div>
      {sorted.map(check => (
        <Check key={`${check.check} ${check.property ?? ''}`} check={check} />
      ))}
    </div>
  )
}

function Check({ check: found }: { check: EventCheck }): ReactElement {
  const { check, property, status, detail, segment, query } = found
  const name = property === undefined ? checkText(check) : `${checkText(check)}: ${property}`
  return (
    <section className={classes.check} aria-label={name}>
      <div className={classes.checkHead}>
        <StatusBadge status={status} />
        <div>
          <h3>{name}</h3>
          <div>{sentence(detail)}</div>
          <dl className={classes.numbers}>
            {numbersOf(found).map(([label, value]) => (
              <div key={label}>
                <dt>{label}</dt>
                <dd>{value}</dd>
              </div>
            ))}
            {Object.entries(segment ?? {}).map(([field, value]) => (
              <div key={field}>
                <dt>{field}</dt>
                <dd>{value}</dd>
              </div>
            ))}
          </dl>
          <details className={classes.query}>
            <summary>The query behind it</summary>
            <CodeBlock code={query} label={`query of ${name}`} />
          </details>
        </div>
      </div>
    </section>
  )
}

function numbersOf({ check, observed, expected, windowHours, effect }: EventCheck): [string, string][] {
  const measured: [string, string][] = [['looks at', checkAbout(check)]]
  if (check === 'freshness') {
    if (expected > 0) measured.push(['allowed', numberText(expected, { unit: 'min', decimals: 0 })])
    return measured
  }
  if (check !== 'drift' || observed > 0) measured.push(['seen', numberText(observed, 'count')])
  if (check !== 'drift') measured.push(['expected', numberText(Math.round(expected), 'count')])
  measured.push(['in', numberText(windowHours, { unit: 'h', decimals: 0 })])
  if (effect !== undefined) measured.push([effect.measure === 'psi' ? 'PSI' : 'KS distance', String(effect.size)])
  return measured
}
