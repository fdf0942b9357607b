import type { Where } from '../../contract/metric.ts'
import { quoted } from './table.ts'

export type SqlParameter = string | number | boolean

/** Makes a value a parameter of the query and returns how the query names it. */
export type Bind = (value: SqlParameter) => string

/**
 * A filter of events as SQL, empty when it keeps all of them. A value matches only values of its own type; typeof() of a
 * column is folded while planning, so nothing is ever cast by guess, which would fail on the first text that is no number.
 */
export function condition(where: Where, bind: Bind): string {
  return Object.entries(where)
    .map(([name, values]) => {
      const texts = values.filter(value => typeof value === 'string').map(value => `${bind(value)}::VARCHAR`)
      const numbers = values.filter(value => typeof value === 'number').map(value => `${bind(value)}::DOUBLE`)
      const booleans = values.filter(value => typeof value === 'boolean').map(value => (value ? 'true' : 'false'))
      const choices = [
        ...(texts.length > 0
          ? [`(typeof(${quoted(name)}) = 'VARCHAR' AND ${quoted(name)}::VARCHAR IN (${texts.join(', ')}))`]
          : []),
        ...(numbers.length > 0 ? [`coalesce(${numeric(name)} IN (${numbers.join(', ')}), false)`] : []),
        ...(booleans.length > 0
          ? [
              `(typeof(${quoted(name)}) = 'BOOLEAN' AND TRY_CAST(${quoted(name)} AS BOOLEAN) IN (${booleans.join(', ')}))`,
            ]
          : []),
      ]
      return `(${choices.join(' OR ')})`
    })
    .join(' AND ')
}

/** A column as a number, null for what is not one. */
export function numeric(name: string): string {
  return `CASE WHEN typeof(${quoted(name)}) IN ('DOUBLE', 'BIGINT') THEN TRY_CAST(${quoted(name)} AS DOUBLE) END`
}
