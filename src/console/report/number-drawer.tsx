import { Drawer } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import type { ReactElement } from 'react'
import type { ArmResult, Comparison, MetricResult, Report } from '../../contract/report.ts'
import { scaleOf } from '../../core/report/metric-scale.ts'
import { percent, plural, pValue } from '../../core/report/number-text.ts'
import { reasonText } from '../../core/report/reason-text.ts'
import { JsonText } from '../parts/json-text.tsx'
import { CalculatorButton } from './calculator-button.tsx'
import { adjustedText } from './metric-verdict.ts'
import classes from './number-drawer.module.css'
import { reportRoute } from './routes.tsx'
import { SumsTable } from './sums-table.tsx'

/** Where the number named in the address comes from: its sums, its method, and the line that computes it again. */
export function NumberDrawer({ report }: { report: Report }): ReactElement {
  const { metric: key, arm: variant } = reportRoute.useSearch()
  const navigate = useNavigate()
  const metric = [...report.metrics, ...(report.veiled?.metrics ?? [])].find(one => one.metric === key)
  const arm = metric?.arms.find(one => one.variant === variant)
  const close = () =>
    void navigate({
      to: '.',
      search: (before: object) => ({ ...before, metric: undefined, arm: undefined }),
      replace: true,
      resetScroll: false,
    })
  const found = metric !== undefined && arm !== undefined
  return (
    <Drawer
      opened={found}
      onClose={close}
      position="right"
      size="lg"
      title={found ? `${metric.name}: ${arm.variant} against ${report.control}` : ''}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      {found && <Sources report={report} metric={metric} arm={arm} />}
    </Drawer>
  )
}

type Props = { report: Report; metric: MetricResult; arm: ArmResult }

function Sources({ report, metric, arm }: Props): ReactElement {
  const { comparison } = arm
  const control = metric.arms.find(({ variant }) => variant === report.control)
  const family = report.families.find(({ members }) =>
    members.some(member => member.metric === metric.metric && member.variant === arm.variant),
  )
  return (
    <div className={classes.sources}>
      <section>
        <h3>What was counted</h3>
        <SumsTable arms={[...(control === undefined ? [] : [control]), arm]} />
        {typeof metric.cap === 'number' && (
          <p className={classes.note}>Unit totals above {scaleOf(metric).value(metric.cap)} were set to it.</p>
        )}
      </section>
      {comparison === undefined || 'unavailable' in comparison ? (
        <p>
          {comparison === undefined
            ? 'The control is what others are compared with.'
            : reasonText(comparison.unavailable)}
        </p>
      ) : (
        <Compared report={report} metric={metric} comparison={comparison} />
      )}
      {family !== undefined && (
        <section>
          <h3>Adjusted together</h3>
          <p className={classes.note}>{plural(family.members.length, 'test')} of the role share this adjustment.</p>
          <CalculatorButton line={family.calculator} what="the adjustment" />
        </section>
      )}
      <section>
        <h3>As JSON</h3>
        <JsonText value={{ metric: metric.metric, ...arm }} />
      </section>
      <p className={classes.note}>
        The same functions answer <code>POST /api/v1/calculators</code>, <code>assay calc</code> and this page. What
        each does and where it comes from is in docs/STATISTICS.md.
      </p>
    </div>
  )
}

function Compared({ report, metric, comparison }: Omit<Props, 'arm'> & { comparison: Comparison }): ReactElement {
  const scale = scaleOf(metric)
  const { difference, se, df, t, p, relative, adjusted, shrunk, bayes, cuped, nonInferiority } = comparison
  const facts: [string, string][] = [
    ['Difference', `${scale.difference(difference)} (s.e. ${scale.se(se)})`],
    ['Lift', 'unavailable' in relative ? reasonText(relative.unavailable) : scale.lift(relative.lift)],
    ['Test', `${metric.method}: t ${t.toFixed(4)}, ${df.toFixed(1)} degrees of freedom, p ${pValue(p)}`],
    ['At one look', `p ${pValue(p)} at alpha ${metric.alpha}`],
  ]
  if ('unavailable' in adjusted) facts.push(['By the method', reasonText(adjusted.unavailable)])
  else
    facts.push(
      ['By the method', `${report.analysis.mode}, p ${pValue(adjusted.unadjustedP)} before adjusting`],
      ['Adjusted', `${adjusted.adjustment} over ${plural(adjusted.family, 'test')}: p ${pValue(adjusted.p)}`],
      ['Interval', `${adjustedText(comparison, scale)} at alpha ${adjusted.level}`],
    )
  if (nonInferiority !== undefined && !('unavailable' in nonInferiority))
    facts.push([
      'Margin',
      `${percent(nonInferiority.margin)}: ${nonInferiority.passed ? 'kept' : 'not shown to be kept'}`,
    ])
  if (cuped !== undefined)
    facts.push([
      'Pre-period',
      'unavailable' in cuped ? reasonText(cuped.unavailable) : `${percent(cuped.varianceReduction)} less variance`,
    ])
  if (!('unavailable' in shrunk))
    facts.push(['Shrunk lift', `${scale.lift(shrunk.lift)}, by ${plural(shrunk.experiments, 'past experiment')}`])
  if (!('unavailable' in bayes))
    facts.push([
      'Bayesian view',
      `chance to win ${percent(bayes.chanceToWin)}, prior N(${bayes.prior.mean}, ${bayes.prior.sd}²) of the ${bayes.prior.source}`,
    ])
  return (
    <section>
      <h3>What was computed</h3>
      <dl className={classes.facts}>
        {facts.map(([name, text]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{text}</dd>
          </div>
        ))}
      </dl>
      <CalculatorButton line={comparison.calculator} what="the test" />
      {!('unavailable' in adjusted) && <CalculatorButton line={adjusted.calculator} what="the interval" />}
      {!('unavailable' in bayes) && <CalculatorButton line={bayes.calculator} what="the Bayesian view" />}
    </section>
  )
}
