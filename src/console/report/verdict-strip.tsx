import { Progress } from '@mantine/core'
import { IconCircleCheck, IconHourglass, IconInfoCircle, IconOctagon } from '@tabler/icons-react'
import type { ReactElement } from 'react'
import type { Report } from '../../contract/report.ts'
import { count, plural } from '../../core/report/number-text.ts'
import { recommendationText } from '../../core/report/recommendation-text.ts'
import { ConditionList } from './condition-list.tsx'
import { basisOf, doneText, expectedEndOf, standingOf } from './verdict.ts'
import classes from './verdict-strip.module.css'

const icons = { invalid: IconOctagon, decided: IconCircleCheck, ready: IconCircleCheck, collecting: IconHourglass }

/** Where the experiment stands, by which rule, and how far the plan is. */
export function VerdictStrip({ report }: { report: Report }): ReactElement {
  const { state, title, detail } = standingOf(report)
  const Icon = icons[state]
  const compared = report.recommendations.filter(() => report.health.status !== 'failing')
  return (
    <section aria-label="Verdict" className={classes.strip} data-state={state}>
      <div className={classes.head}>
        <Icon size={22} aria-hidden="true" />
        <div>
          <h2 className={classes.title}>{title}</h2>
          <p className={classes.detail}>{detail}</p>
        </div>
        <Plan report={report} />
      </div>
      {compared.map(recommendation => (
        <details key={recommendation.variant} className={classes.rule} open={state === 'ready'}>
          <summary>{sentence(recommendationText(recommendation, report))}</summary>
          <ConditionList report={report} conditions={recommendation.conditions} />
          {state !== 'ready' && <p className={classes.note}>{basisOf(report)}</p>}
        </details>
      ))}
      {report.provisional && state !== 'invalid' && (
        <p className={`${classes.note} ${classes.aside}`}>
          <IconInfoCircle size={14} aria-hidden="true" /> Provisional: the numbers below lie between two looks, with the
          bounds a look now would have. Conclusions rest on recorded looks alone.
        </p>
      )}
    </section>
  )
}

function Plan({ report }: { report: Report }): ReactElement {
  const { analysis, exposures, recommendations, status } = report
  const done = Math.min(1, analysis.information)
  const end = status === 'running' ? expectedEndOf(recommendations) : undefined
  const units = analysis.plannedUnits
  return (
    <div className={classes.plan}>
      <div className={classes.planText}>
        <span>{doneText(done)} of the plan</span>
        <span>{plural(analysis.looks, 'look')}</span>
      </div>
      <Progress value={100 * done} size="sm" aria-label="Share of the plan that is done" />
      <p className={classes.note}>
        {units === undefined
          ? plural(exposures.units, report.unit)
          : `${count(exposures.units)} of ${plural(Math.round(units), report.unit)}`}
        {end !== undefined && ` · done about ${end.slice(0, 10)}`}
      </p>
    </div>
  )
}

function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
