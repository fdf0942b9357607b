import type { z } from 'zod'
import type { Occurrence, Total } from '../../contract/metric.ts'
import type { ModelMetric } from '../../contract/model.ts'
import type { WrittenMetric } from '../../contract/model-file.ts'
import { minutesIn } from './quantity-text.ts'

type FullMetric = z.input<typeof ModelMetric>
type Flat = Extract<WrittenMetric, { kind: string }>

/** A metric as people write it, in full; one without a name is named by the words of its key. */
export function expandedMetric(written: WrittenMetric, key: string): FullMetric {
  if ('formula' in written) return { ...written, name: written.name ?? wordsOf(key) }
  const { name = wordsOf(key), description, owner, better, measure } = written
  return {
    name,
    ...(description === undefined ? {} : { description }),
    ...(owner === undefined ? {} : { owner }),
    better,
    ...(measure === undefined ? {} : { measure }),
    formula: formulaIn(written),
  }
}

/** A key as a title: `purchase_rate` is `Purchase rate`. */
export function wordsOf(key: string): string {
  const words = key.split(/[._-]+/).join(' ')
  return words.charAt(0).toUpperCase() + words.slice(1)
}

function formulaIn(flat: Flat): FullMetric['formula'] {
  switch (flat.kind) {
    case 'proportion':
      return { kind: flat.kind, ...occurrenceIn(flat) }
    case 'mean': {
      const total = { ...occurrenceIn(flat), ...(flat.property === undefined ? {} : { property: flat.property }) }
      return { kind: flat.kind, total, ...(flat.cap === undefined ? {} : { cap: flat.cap }) }
    }
    case 'ratio':
      return { kind: flat.kind, numerator: totalIn(flat.numerator), denominator: totalIn(flat.denominator) }
    case 'funnel':
      return {
        kind: flat.kind,
        steps: flat.steps.map(stepIn),
        ...(flat.windowDays === undefined ? {} : { windowDays: flat.windowDays }),
        ...(flat.within === undefined ? {} : { windowDays: minutesIn(flat.within) / 1440 }),
        ...(flat.exclude === undefined ? {} : { exclude: flat.exclude.map(stepIn) }),
      }
    case 'retention':
      return {
        ...{ kind: flat.kind, ...occurrenceIn(flat), day: flat.day },
        ...(flat.start === undefined ? {} : { start: stepIn(flat.start) }),
      }
    case 'quantile':
      return {
        ...{ kind: flat.kind, ...occurrenceIn(flat), property: flat.property, q: flat.q },
        ...(flat.level === undefined ? {} : { level: flat.level }),
      }
    case 'active':
      return {
        kind: flat.kind,
        ...(flat.event === undefined ? {} : { event: flat.event }),
        ...(flat.where === undefined ? {} : { where: flat.where }),
        ...(flat.days === undefined ? {} : { days: flat.days }),
      }
  }
}

function occurrenceIn({ event, where }: { event: string; where?: Occurrence['where'] }): Occurrence {
  return { event, ...(where === undefined ? {} : { where }) }
}

function stepIn(step: string | Occurrence): Occurrence {
  return typeof step === 'string' ? { event: step } : step
}

function totalIn(total: string | Total): Total {
  if (typeof total !== 'string') return total
  const [event = '', property] = total.split('.')
  return { event, ...(property === undefined ? {} : { property }) }
}
