import type { Metric, MetricFormula } from '../../contract/metric.ts'

/** The kinds of metric that can be made in a few words; the others are made in the model. */
export type SimpleKind = 'share' | 'count' | 'sum' | 'average'

export type MetricDraft = {
  name: string
  key: string
  kind: SimpleKind
  event: string
  property: string
  better: 'up' | 'down'
  measure: string
}

export const blankMetric: MetricDraft = {
  name: '',
  key: '',
  kind: 'share',
  event: '',
  property: '',
  better: 'up',
  measure: '',
}

/** What can be asked of an event, in the words of whoever asks. */
export const simpleKinds: { value: SimpleKind; label: string }[] = [
  { value: 'share', label: 'How many do it at all' },
  { value: 'count', label: 'How often each does it' },
  { value: 'sum', label: 'How much each adds up to' },
  { value: 'average', label: 'How much each time' },
]

export function needsProperty(kind: SimpleKind): boolean {
  return kind === 'sum' || kind === 'average'
}

/** What the draft computes. */
export function formulaOf({ kind, event, property }: MetricDraft): MetricFormula {
  if (kind === 'share') return { kind: 'proportion', event }
  if (kind === 'count') return { kind: 'mean', total: { event } }
  const total = { event, property }
  return kind === 'sum' ? { kind: 'mean', total } : { kind: 'ratio', numerator: total, denominator: { event } }
}

/** The metric as the API takes it. */
export function metricOf(draft: MetricDraft, owner: string): Metric {
  const { name, key, better, measure } = draft
  return {
    key,
    name,
    formula: formulaOf(draft),
    better,
    ...(owner === '' ? {} : { owner }),
    ...(measure === '' ? {} : { measure }),
  }
}

const snake = /^[a-z][a-z0-9_]*$/

/** What is still missing, by field. */
export function metricFaults(draft: MetricDraft): Record<string, string> {
  const { name, key, event, property, kind } = draft
  const named = (field: string, value: string, what: string) =>
    value === ''
      ? { [field]: `name ${what}` }
      : snake.test(value)
        ? {}
        : { [field]: 'use lower-case letters, digits and underscores' }
  return {
    ...(name.trim() === '' ? { name: 'give the metric a name' } : {}),
    ...(key === '' ? { key: 'give it a key' } : {}),
    ...named('event', event, 'the event it counts'),
    ...(needsProperty(kind) ? named('property', property, 'the property that is added up') : {}),
  }
}
