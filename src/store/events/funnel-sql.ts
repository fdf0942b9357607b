import type { Occurrence } from '../../contract/metric.ts'
import { type Funnel, tieMs } from '../../core/metrics/funnel.ts'
import { branchesOf, type FunnelBranch, type FunnelKind, kindsOf } from '../../core/metrics/funnel-kinds.ts'
import type { Plan } from '../../core/metrics/plan.ts'
import { countedEvents } from './population-sql.ts'
import type { Bind } from './where-sql.ts'
import { condition } from './where-sql.ts'

/** Events of one kind at one moment are kept apart by the low bits of their key; the high ones are their time. */
const keyBits = 20

/**
 * The furthest step of every unit with an entry, as parts of a query whose last one is named `name`: number, furthest, open, and when first complete. From each entry
 * the ways through the kinds of events are followed by one ASOF join each, which finds the earliest event left of a kind: the search of
 * `entriesOf`, over all entries at once.
 */
export function funnelParts(plan: Plan, funnel: Funnel, name: string, bind: Bind): string[] {
  const branches = branchesOf(funnel.steps)
  if (branches === undefined) throw new Error('the steps of a funnel overlap in more ways than can be followed')
  const kinds = kindsOf(funnel.steps)
  const used = kinds.filter(kind => kind.steps.some(step => step > 0))
  const paths = branches.flatMap(branch => pathParts(name, `${name}_entries`, '', branch, []))
  const steps = paths.map(({ path, step }) => `SELECT number, ${step + 1} AS step, false AS open, latest FROM ${path}`)
  return [
    marks(plan, funnel, name, bind, kinds.some(isShared)),
    entries(plan, funnel, name),
    ...used.map(kind => kindPart(name, kind)),
    ...paths.map(({ part }) => part),
    `${name} AS MATERIALIZED (SELECT number, max(step) AS furthest, bool_or(open) AS open, min(latest) FILTER (WHERE step = ${funnel.steps.length}) AS complete
  FROM (${[`SELECT number, 1 AS step, open, latest FROM ${name}_entries`, ...steps].join(' UNION ALL ')}) GROUP BY number)`,
  ]
}

/** Every event that serves a step or ends a path, with the steps it can serve as bits. */
function marks(plan: Plan, { steps, exclude }: Funnel, name: string, bind: Bind, ranked: boolean): string {
  const events = [...new Set([...steps, ...exclude].map(({ event }) => event))]
  const rows = events.map(event => {
    const bits = steps.flatMap((step, index) =>
      step.event === event ? `CASE WHEN ${holds(step, bind)} THEN ${2 ** index} ELSE 0 END` : [],
    )
    const ends = exclude.flatMap(one => (one.event === event ? holds(one, bind) : []))
    return `SELECT _number AS number, epoch_ms(_time) AS t, ${bits.join(' + ') || '0'} AS steps, ${ends.join(' OR ') || 'false'} AS ends
    FROM (${countedEvents(plan, event, bind)})`
  })
  const rank = ranked ? ' + row_number() OVER (PARTITION BY number, steps, t)' : ''
  return `${name}_marks AS MATERIALIZED (
  SELECT number, t, steps, ends, (t::BIGINT << ${keyBits})${rank} AS key
  FROM (${rows.join('\n    UNION ALL ')}) WHERE steps > 0 OR ends
)`
}

/** Every event of step 1, where its window or an excluded event ends its path, and whether the path may still go on. */
function entries(plan: Plan, { windowMs, exclude }: Funnel, name: string): string {
  const untilMs = BigInt(Math.floor(plan.untilMs))
  const ended = exclude.length > 0 ? 'x.t' : 'NULL::BIGINT'
  const over =
    plan.windowMs === null ? '' : ` AND epoch_ms(p.first_time) + ${BigInt(Math.ceil(plan.windowMs))} > ${untilMs}`
  return `${name}_entries AS MATERIALIZED (
  SELECT m.number, m.key AS first_key, m.steps AS first_steps, m.t AS latest,
    least(m.t + ${BigInt(windowMs)}, coalesce(${ended}, m.t + ${BigInt(windowMs)})) AS until,
    ${ended} IS NULL AND m.t + ${BigInt(windowMs)} > ${untilMs}${over} AS open
  FROM ${name}_marks m${plan.windowMs === null ? '' : ' JOIN population p USING (number)'}
    ${exclude.length > 0 ? `ASOF LEFT JOIN (SELECT number, t FROM ${name}_marks WHERE ends) x ON m.number = x.number AND m.t < x.t` : ''}
  WHERE m.steps & 1 = 1
)`
}

function kindPart(name: string, kind: FunnelKind): string {
  const next = mayBeFirst(kind) ? ', lead(key) OVER (PARTITION BY number ORDER BY key) AS next_key' : ''
  return `${name}_kind_${bitsOf(kind)} AS MATERIALIZED (SELECT number, key${next} FROM ${name}_marks WHERE steps = ${bitsOf(kind)})`
}

/** The ends of the paths that take one more event of a kind, and of all longer ones. `last_...` is the newest event used of a kind that serves several steps. */
function pathParts(
  name: string,
  before: string,
  trail: string,
  { step, kind, longer }: FunnelBranch,
  lasts: readonly string[],
): { path: string; step: number; part: string }[] {
  const bits = bitsOf(kind)
  const path = `${name}_path${trail}_${bits}`
  const last = `last_${bits}`
  const threshold = `(latest - ${tieMs - 1}) << ${keyBits}`
  const low = lasts.includes(last) ? `greatest(${threshold}, ${last} + 1)` : threshold
  const found = mayBeFirst(kind)
    ? `CASE WHEN s.first_steps = ${bits} AND s.first_key = k.key THEN k.next_key ELSE k.key END`
    : 'k.key'
  const kept = lasts.filter(one => one !== last)
  const own = isShared(kind) ? [`found AS ${last}`] : []
  const part = `${path} AS MATERIALIZED (
  SELECT ${['number, first_key, first_steps, until', `greatest(latest, found >> ${keyBits}) AS latest`, ...kept, ...own].join(', ')}
  FROM (
    SELECT s.*, ${found} AS found
    FROM (SELECT *, ${low} AS low FROM ${before}) s ASOF JOIN ${name}_kind_${bits} k ON s.number = k.number AND s.low <= k.key
  ) WHERE found IS NOT NULL AND (found >> ${keyBits}) < until
)`
  const next = isShared(kind) ? [...kept, last] : kept
  return [{ path, step, part }, ...longer.flatMap(branch => pathParts(name, path, `${trail}_${bits}`, branch, next))]
}

function holds({ where = {} }: Occurrence, bind: Bind): string {
  return condition(where, bind) || 'true'
}

function bitsOf({ steps }: FunnelKind): number {
  return steps.reduce((bits, step) => bits + 2 ** step, 0)
}

function isShared({ steps }: FunnelKind): boolean {
  return steps.length > 1
}

function mayBeFirst({ steps }: FunnelKind): boolean {
  return steps.includes(0)
}
