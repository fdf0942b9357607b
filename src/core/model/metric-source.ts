import type { Occurrence, Total } from '../../contract/metric.ts'
import { type Literal, literalText } from './literal-text.ts'
import type { CallText } from './model-source.ts'
import type { ShortModel } from './shorthand.ts'

type ShortMetric = NonNullable<ShortModel['metrics']>[string]
type Flat = Extract<ShortMetric, { kind: string }>

/** The steps of a chain longer than this stand on lines of their own. */
const chainMax = 100

/** A metric as the call of the function that makes it, followed by what is said about it. */
export function metricSource(metric: ShortMetric, call: CallText): Literal {
  if (!('kind' in metric)) return metric as Literal
  const { better, measure, owner, name, description } = metric
  const chain = [
    ...formulaChain(metric, call),
    ...link('better', better),
    ...link('measure', measure),
    ...link('owner', owner),
    ...link('name', name),
    ...link('describe', description),
  ]
  const flat = chain.join('')
  return () => (flat.length <= chainMax ? flat : chain.join('\n      '))
}

function formulaChain(metric: Flat, call: CallText): string[] {
  switch (metric.kind) {
    case 'proportion':
      return [call('proportion', metric.event), ...link('where', metric.where)]
    case 'mean':
      return [call('mean', metric.event, metric.property), ...link('where', metric.where), ...link('cap', metric.cap)]
    case 'ratio': {
      const parts = [metric.numerator, metric.denominator].map(total => () => totalSource(total, call))
      return [call('ratio', ...parts)]
    }
    case 'funnel':
      return [
        call('funnel', ...metric.steps),
        ...link('within', metric.within ?? (metric.windowDays === undefined ? undefined : { days: metric.windowDays })),
        ...link('excluding', ...(metric.exclude ?? [])),
      ]
    case 'retention':
      return [
        call('retention', metric.event),
        ...link('day', metric.day),
        ...link('where', metric.where),
        ...link('since', metric.start),
      ]
    case 'quantile':
      return [
        call('quantile', metric.event, metric.property, metric.q),
        ...(metric.level === 'unit' ? ['.perUnit()'] : []),
        ...link('where', metric.where),
      ]
    case 'active':
      return [call('active', metric.event), ...link('days', metric.days), ...link('where', metric.where)]
  }
}

function totalSource(total: string | Total, call: CallText): string {
  const [named = '', added] = typeof total === 'string' ? total.split('.') : [total.event, total.property]
  const made = added === undefined ? call('count', named) : call('sum', named, added)
  return [made, ...link('where', typeof total === 'string' ? undefined : total.where)].join('')
}

function link(name: string, ...given: (Literal | Occurrence | undefined)[]): string[] {
  const said = given.flatMap(one => (one === undefined ? [] : [literalText(one as Literal)]))
  return said.length === 0 ? [] : [`.${name}(${said.join(', ')})`]
}
