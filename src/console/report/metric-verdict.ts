import type { ArmResult, Comparison, MetricResult } from '../../contract/report.ts'
import { intervalText, type Scale, scaleOf } from '../../core/report/metric-scale.ts'
import { count, percent } from '../../core/report/number-text.ts'
import { reasonText } from '../../core/report/reason-text.ts'

/** What may be concluded of one arm: a word, a sentence, and whether there is an answer at all. */
export type ArmVerdict = { word: 'Better' | 'Worse' | 'No effect found' | 'Not enough data'; text: string }

/** Keeps a missing answer apart from the answer that nothing was found. Undefined for the control. */
export function armVerdict(metric: MetricResult, arm: ArmResult): ArmVerdict | undefined {
  const { comparison } = arm
  if (comparison === undefined) return undefined
  if ('unavailable' in comparison) return { word: 'Not enough data', text: reasonText(comparison.unavailable) }
  if ('unavailable' in comparison.adjusted)
    return { word: 'Not enough data', text: reasonText(comparison.adjusted.unavailable) }
  const scale = scaleOf(metric)
  const notes = [marginText(comparison), skewText(arm)].filter(text => text !== '')
  if (comparison.verdict === 'better' || comparison.verdict === 'worse') {
    const higher = comparison.difference > 0 ? 'higher' : 'lower'
    return {
      word: comparison.verdict === 'better' ? 'Better' : 'Worse',
      text: [`${higher}, and ${metric.better === 'up' ? 'higher' : 'lower'} is better`, ...notes].join('; '),
    }
  }
  if (comparison.verdict === 'unavailable') return { word: 'Not enough data', text: notes.join('; ') }
  return {
    word: 'No effect found',
    text: [`anything ${fittingText(comparison, scale)} fits the data`, ...notes].join('; '),
  }
}

/** The interval conclusions rest on, relative where there is a relative one. */
export function adjustedText({ adjusted }: Comparison, scale: Scale): string {
  if ('unavailable' in adjusted) return reasonText(adjusted.unavailable)
  const { relative, ci } = adjusted
  return 'unavailable' in relative ? intervalText(ci, scale.difference) : intervalText(relative.ci, scale.lift)
}

function fittingText({ adjusted }: Comparison, scale: Scale): string {
  if ('unavailable' in adjusted) return ''
  const { relative, ci } = adjusted
  const [low, high] = 'unavailable' in relative ? ci : relative.ci
  const text = 'unavailable' in relative ? scale.difference : scale.lift
  return `from ${low === null ? 'any loss' : text(low)} to ${high === null ? 'any gain' : text(high)}`
}

function marginText({ nonInferiority }: Comparison): string {
  if (nonInferiority === undefined || 'unavailable' in nonInferiority) return ''
  const loss = `a loss of ${percent(nonInferiority.margin)} or more is`
  return nonInferiority.passed ? `${loss} ruled out` : `${loss} not ruled out`
}

function skewText({ tooFewForSkewness }: ArmResult): string {
  if (tooFewForSkewness === undefined) return ''
  return `few units for so skewed an outcome, ${count(tooFewForSkewness.needed)} would be safe`
}
