import { isTotals, type Plan } from '../../core/metrics/plan.ts'
import { accumulator } from './compile-plan.ts'
import { moment } from './population-sql.ts'
import { quoted, tableOf } from './table.ts'
import { condition, type SqlParameter } from './where-sql.ts'

/** What the outcomes of a plan's metrics add up to over all units, exposed or not, as one query; `totalsAnswer` reads its row. */
export function compileTotals(plan: Plan): { sql: string; parameters: SqlParameter[] } {
  const parameters: SqlParameter[] = []
  const bind = (value: SqlParameter) => `$${parameters.push(value)}`
  const unit = quoted(plan.unitField)
  const outcomes = [...new Set(plan.metrics.flatMap(metric => (isTotals(metric) ? metric.y : [])))]
  const events = [...new Set(outcomes.flatMap(place => plan.terms[place]?.event ?? []))]
  const parts = events.map((event, index) => {
    const columns = outcomes.flatMap(place => {
      const term = plan.terms[place]
      if (term === undefined || term.event !== event) return []
      const kept = condition(term.where, bind)
      const total = term.aggregate === 'any' ? `count(DISTINCT ${unit})` : accumulator(term)
      return [`coalesce(${total}${kept === '' ? '' : ` FILTER (WHERE ${kept})`}, 0)::DOUBLE AS t${place}`]
    })
    return `(SELECT ${columns.join(', ')} FROM ${tableOf(plan.project, event)}
      WHERE _environment = ${bind(plan.environment)} AND _time >= ${moment(plan.fromMs)} AND _time < ${moment(plan.untilMs)} AND ${unit} IS NOT NULL) AS e${index}`
  })
  return { sql: parts.length === 0 ? 'SELECT 0 AS none' : `SELECT * FROM ${parts.join(' CROSS JOIN ')}`, parameters }
}

/** The totals in the row of a compiled question, one per metric; null for metrics that do not add up. */
export function totalsAnswer(plan: Plan, rows: readonly Record<string, unknown>[]): (number | null)[] {
  return plan.metrics.map(metric => {
    if (!isTotals(metric)) return null
    const value = rows[0]?.[`t${metric.y}`]
    return typeof value === 'number' ? value : 0
  })
}
