import { Link } from '@tanstack/react-router'
import type { ReactElement } from 'react'
import type { ArmResult, MetricResult, Report } from '../../contract/report.ts'
import { scaleOf } from '../../core/report/metric-scale.ts'
import { percent, plural, pValue } from '../../core/report/number-text.ts'
import { reasonText } from '../../core/report/reason-text.ts'
import { IntervalBar } from '../charts/interval-bar.tsx'
import type { IntervalDomain } from '../charts/interval-domain.ts'
import { useProject } from '../data/project.ts'
import { hint } from '../parts/hint.ts'
import { unbroken } from '../parts/unbroken.ts'
import { paths } from '../paths.ts'
import { FunnelSteps } from './funnel-steps.tsx'
import { Sign } from './health-strip.tsx'
import { liftInterval, toneOfVerdict } from './metric-interval.ts'
import classes from './metric-table.module.css'
import { adjustedText, armVerdict } from './metric-verdict.ts'

type Props = { report: Report; metric: MetricResult; domain: IntervalDomain; showChance: boolean }

/** One metric: a row for each variant that is compared with the control. */
export function MetricRows(props: Props): ReactElement {
  const { report, metric } = props
  const compared = metric.arms.filter(({ variant }) => variant !== report.control)
  const control = metric.arms.find(({ variant }) => variant === report.control)
  return (
    <tbody>
      {compared.map((arm, place) => (
        <ArmRow key={arm.variant} {...props} control={control} arm={arm} isFirst={place === 0} of={compared.length} />
      ))}
      {metric.kind === 'funnel' && (
        <tr>
          <td colSpan={props.showChance ? 8 : 7}>
            <FunnelSteps metric={metric} />
          </td>
        </tr>
      )}
    </tbody>
  )
}

type RowProps = Props & { control: ArmResult | undefined; arm: ArmResult; isFirst: boolean; of: number }

function ArmRow({ report, metric, domain, showChance, control, arm, isFirst, of }: RowProps): ReactElement {
  const scale = scaleOf(metric)
  const { comparison } = arm
  const known = comparison !== undefined && !('unavailable' in comparison) ? comparison : undefined
  const verdict = armVerdict(metric, arm)
  const interval = known && liftInterval(metric, known)
  const valueText = (value: ArmResult['value'] | undefined) =>
    typeof value === 'number' ? (
      scale.value(value)
    ) : value === undefined ? (
      '–'
    ) : (
      <span {...hint(reasonText(value.unavailable))}>–</span>
    )
  return (
    <tr data-verdict={verdict?.word}>
      {isFirst && (
        <th scope="rowgroup" rowSpan={of} className={classes.metric}>
          <MetricName metric={metric} />
        </th>
      )}
      <td className={classes.number} data-label="Control">
        {valueText(control?.value)}
      </td>
      <td className={classes.number} data-label={arm.variant}>
        {of > 1 && <span className={classes.arm}>{arm.variant}</span>}
        {valueText(arm.value)}
      </td>
      <td className={`${classes.number} ${classes.lift}`} data-label="Lift">
        <SourceLink metric={metric} arm={arm}>
          {known === undefined
            ? '–'
            : 'unavailable' in known.relative
              ? scale.difference(known.difference)
              : scale.lift(known.relative.lift)}
        </SourceLink>
      </td>
      <td className={classes.axis}>
        {known === undefined ? (
          <span className={classes.none}>no interval</span>
        ) : interval === undefined ? (
          <span className={classes.none}>
            {adjustedText(known, scale)}
            {'unavailable' in known.relative && `, no lift: ${reasonText(known.relative.unavailable)}`}
          </span>
        ) : (
          <IntervalBar
            interval={interval}
            domain={domain}
            tone={toneOfVerdict(known, report.provisional)}
            text={`${scale.lift(interval.point ?? 0)}, adjusted interval ${adjustedText(known, scale)}`}
          />
        )}
      </td>
      <td className={classes.number} data-label="Adjusted p">
        {known === undefined || 'unavailable' in known.adjusted ? '–' : pValue(known.adjusted.p)}
      </td>
      {showChance && (
        <td className={classes.number} data-label="Chance to win">
          {known === undefined || 'unavailable' in known.bayes ? '–' : percent(known.bayes.chanceToWin)}
        </td>
      )}
      <td className={classes.conclusion}>
        {verdict && (
          <>
            <span className={classes.word}>
              {report.provisional && verdict.word !== 'Not enough data' ? 'So far: ' : ''}
              {verdict.word}
            </span>
            <span className={classes.why}>{unbroken(verdict.text)}</span>
          </>
        )}
      </td>
    </tr>
  )
}

function MetricName({ metric }: { metric: MetricResult }): ReactElement {
  const project = useProject()
  const immature = metric.arms.reduce((sum, arm) => sum + (arm.immature ?? 0), 0)
  return (
    <>
      <Link to={paths.metric(project, metric.metric)} className={classes.name ?? ''}>
        {metric.name}
      </Link>
      <span className={classes.facts}>
        {metric.health !== 'ok' && <Sign status={metric.health} />}
        {[
          metric.kind,
          ...(metric.measure === undefined ? [] : [metric.measure]),
          `${metric.better === 'up' ? 'higher' : 'lower'} is better`,
          ...(metric.addedAfterStart ? ['added after the start'] : []),
          ...(immature > 0 ? [`${plural(immature, 'unit')} not over yet`] : []),
        ].join(' · ')}
      </span>
    </>
  )
}

/** Opens where a number comes from. */
function SourceLink({
  metric,
  arm,
  children,
}: {
  metric: MetricResult
  arm: ArmResult
  children: string
}): ReactElement {
  return (
    <Link
      to="."
      search={(before: object) => ({ ...before, metric: metric.metric, arm: arm.variant })}
      className={classes.source ?? ''}
      aria-label={`${children}: where the lift of ${metric.name} by ${arm.variant} comes from`}
      resetScroll={false}
    >
      {children}
    </Link>
  )
}
