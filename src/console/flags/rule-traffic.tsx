import type { ReactElement } from 'react'
import type { Count, FlagTraffic } from '../../contract/traffic.ts'
import { count, percent } from '../../core/report/number-text.ts'
import { hint } from '../parts/hint.ts'
import classes from './flag-editor.module.css'

/** How much of recent traffic a rule would have caught, or why that cannot be told. */
export function RuleTraffic({
  rule,
  traffic,
}: {
  rule: string
  traffic: FlagTraffic | undefined
}): ReactElement | null {
  const found = traffic?.rules.find(one => one.rule === rule)
  if (traffic === undefined || traffic.sample.units === 0 || found === undefined) return null
  const { caught, served, exposed } = found
  if ('unavailable' in caught) return <Untold reason={caught.unavailable} said={saidBefore(traffic, rule)} />
  const partly = 'units' in served && served.units !== caught.units
  return (
    <p className={classes.traffic}>
      <ShareBar share={caught.share} />
      <span>
        {percent(caught.share)} of recent units
        {partly && `, ${percent(served.share)} served`}
        {exposed !== undefined && `, ${count(exposed)} really exposed`}
      </span>
    </p>
  )
}

/** What is left for those no rule serves. */
export function FallthroughTraffic({ traffic }: { traffic: FlagTraffic | undefined }): ReactElement | null {
  if (traffic === undefined || traffic.sample.units === 0) return null
  const counted = traffic.fellThrough
  if ('unavailable' in counted) return <Untold reason={counted.unavailable} said={saidBefore(traffic)} />
  return (
    <p className={classes.traffic}>
      <ShareBar share={counted.share} />
      <span>{percent(counted.share)} of recent units</span>
    </p>
  )
}

/** The reasons given before a rule, so that one that holds for all of them is said once. */
function saidBefore({ prerequisites, rules }: FlagTraffic, rule?: string): ReadonlySet<string> {
  const at = rules.findIndex(one => one.rule === rule)
  const before: Count[] = rules.slice(0, at < 0 ? rules.length : at).map(({ caught }) => caught)
  if (at !== 0) before.push(prerequisites)
  return new Set(before.flatMap(one => ('unavailable' in one ? one.unavailable : [])))
}

function Untold({ reason, said }: { reason: string; said: ReadonlySet<string> }): ReactElement {
  const short = said.has(reason)
  return (
    <p {...hint(short ? reason : undefined)} className={classes.traffic}>
      Share of traffic not known{short ? ', for the same reason' : `: ${reason}`}
    </p>
  )
}

function ShareBar({ share }: { share: number }): ReactElement {
  return (
    <span className={classes.share} aria-hidden>
      <span style={{ width: `${share * 100}%` }} />
    </span>
  )
}
