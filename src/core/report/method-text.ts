import type { ExperimentRecord } from '../../contract/experiment.ts'
import type { MetricFormula } from '../../contract/metric.ts'
import { hasPrePeriod } from './metric-kind.ts'

const looks = {
  fixed: 'one look',
  'group-sequential': 'group sequential looks by alpha spending',
  'always-valid': 'asymptotic confidence sequence',
}

/** How the numbers of a metric were made, in words that name every method. */
export function methodText({ mode, prePeriodDays }: ExperimentRecord['analysis'], formula: MetricFormula): string {
  const parts = [testText(formula), 'Fieller interval for the relative difference', looks[mode]]
  const unadjusted = prePeriodDays > 0 && !hasPrePeriod(formula.kind) ? ['not adjusted for the time before'] : []
  return [...parts, ...unadjusted].join('; ')
}

function testText(formula: MetricFormula): string {
  const share = 'Welch t-test of shares with variance p(1-p)/n'
  switch (formula.kind) {
    case 'proportion':
      return share
    case 'ratio':
      return 'Welch t-test of ratios with variance by the delta method'
    case 'mean':
      return formula.cap === undefined
        ? 'Welch t-test'
        : `Welch t-test of unit totals capped at their quantile ${formula.cap}`
    case 'funnel':
      return `${share}, of the exposed units those that took all ${formula.steps.length} steps`
    case 'retention':
      return `${share}, of the units whose day ${formula.day} is over`
    case 'quantile':
      return formula.level === 'unit'
        ? 'Welch t-test of quantiles of unit totals with variance by order statistics'
        : 'Welch t-test of quantiles of events with variance by order statistics, clustered by unit'
    case 'active':
      return 'no test'
  }
}
