import type { z } from 'zod'
import type { MetricFormula, Occurrence, Total } from '../../contract/metric.ts'
import type { ModelMetric } from '../../contract/model.ts'
import type { WrittenModel } from '../../contract/model-file.ts'
import { wordsOf } from './expand-metric.ts'
import { durationText, minutesIn } from './quantity-text.ts'

type ShortMetric = Extract<NonNullable<z.input<typeof WrittenModel>['metrics']>[string], { kind: string }>

/** A metric in one breath, without what is said by leaving it out. */
export function shortMetric({ name, better, formula, ...rest }: ModelMetric, key: string): ShortMetric {
  return {
    ...(name === wordsOf(key) ? {} : { name }),
    ...rest,
    ...shortFormula(formula),
    ...(better === 'up' ? {} : { better }),
  }
}

function shortFormula(formula: MetricFormula): ShortMetric {
  switch (formula.kind) {
    case 'proportion':
      return formula
    case 'mean':
      return { kind: formula.kind, ...formula.total, ...(formula.cap === undefined ? {} : { cap: formula.cap }) }
    case 'ratio':
      return { ...formula, numerator: shortTotal(formula.numerator), denominator: shortTotal(formula.denominator) }
    case 'funnel':
      return {
        ...{ kind: formula.kind, steps: formula.steps.map(shortStep) },
        ...shortWindow(formula.windowDays),
        ...(formula.exclude === undefined ? {} : { exclude: formula.exclude.map(shortStep) }),
      }
    case 'retention': {
      const { start, ...rest } = formula
      return { ...rest, ...(start === undefined ? {} : { start: shortStep(start) }) }
    }
    case 'quantile': {
      const { level, ...rest } = formula
      return { ...rest, ...(level === 'event' ? {} : { level }) }
    }
    case 'active': {
      const { days, ...rest } = formula
      return { ...rest, ...(days === 1 ? {} : { days }) }
    }
  }
}

function shortWindow(days: number) {
  if (days === 1) return {}
  const text = durationText(days * 1440)
  return text !== undefined && minutesIn(text) / 1440 === days ? { within: text } : { windowDays: days }
}

function shortStep(step: Occurrence): string | Occurrence {
  return step.where === undefined ? step.event : step
}

function shortTotal(total: Total): string | Total {
  if (total.where !== undefined) return total
  return total.property === undefined ? total.event : `${total.event}.${total.property}`
}
