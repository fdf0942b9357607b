import type { HealthStatus, Report } from '../../contract/report.ts'
import { metricTexts, type Truth } from './metric-text.ts'
import { plural } from './number-text.ts'
import { recommendationText } from './recommendation-text.ts'
import { type Paint, paintOf, tame, wrapped } from './text-layout.ts'

/** `truth` holds the true difference from the control by metric and variant, where a simulation knows it. */
export type TextOptions = { colour: boolean; truth?: Readonly<Record<string, Truth>> }

const width = 110
const signs: Record<HealthStatus, string> = { ok: '✓', warning: '!', failing: '✗', unknown: '?' }

/** A report as people read it in a terminal: at most 110 columns, health before numbers, ends with a line break. */
export function reportText(report: Report, { colour, truth }: TextOptions): string {
  const paint = paintOf(colour)
  const blocks = [
    heading(report, paint),
    health(report, paint),
    ...unready(report, paint),
    ...notes(report, paint),
    ...metricTexts(report.metrics, paint, width, report.provisional, truth),
    ...recommended(report, paint),
    ...decided(report, paint),
  ]
  return `${blocks.map(lines => lines.join('\n')).join('\n\n')}\n`
}

function heading(report: Report, paint: Paint): string[] {
  const minute = (moment: string) => moment.slice(0, 16).replace('T', ' ')
  const facts = [report.experiment, report.status, `phase ${report.phase}`, report.environment, `by ${report.unit}`]
  return [
    ...wrapped(tame(report.name), width).map(paint.strong),
    ...(report.hypothesis === undefined ? [] : wrapped(tame(report.hypothesis), width)),
    ...wrapped(facts.join(' · '), width).map(paint.quiet),
    paint.quiet(`${minute(report.from)} to ${minute(report.until)} UTC`),
  ]
}

function health({ health: { status, checks } }: Report, paint: Paint): string[] {
  const style = { ok: paint.good, warning: paint.careful, failing: paint.bad, unknown: paint.quiet }
  const summary = {
    ok: 'ok',
    warning: 'warning',
    failing: 'failing: draw no conclusion before this is mended',
    unknown: 'unknown: there is nothing to judge yet',
  }
  return [
    `${paint.strong('Health')} ${style[status](summary[status])}`,
    ...checks.flatMap(check =>
      wrapped(tame(check.detail), width, '    ').map((line, index) =>
        index === 0 ? `  ${style[check.status](signs[check.status])} ${line.trimStart()}` : line,
      ),
    ),
  ]
}

/** Why it was started although not everything could be measured, and what could not. */
function unready({ startedUnready }: Report, paint: Paint): string[][] {
  if (startedUnready === undefined) return []
  const { reason, missing } = startedUnready
  const missed = missing.map(({ event, metric, detail }) => `${event ?? metric ?? 'plan'}: ${detail}`)
  return [
    [
      ...wrapped(tame(`Started before everything could be measured (${reason}). At that moment:`), width).map(
        paint.quiet,
      ),
      ...missed.flatMap(line => wrapped(tame(line), width, '  ').map(paint.quiet)),
    ],
  ]
}

/** What a reader must know before the numbers, or why there are none. */
function notes({ metrics, veiled, provisional, analysis }: Report, paint: Paint): string[][] {
  if (veiled !== undefined) return [wrapped(`The numbers are veiled: ${veiled.reason}.`, width).map(paint.careful)]
  if (metrics.length === 0) return [['The experiment names no metrics.']]
  if (provisional) {
    const done = `${Math.floor(100 * Math.min(1, analysis.information))} % of the plan is done`
    const text = `Provisional: ${done}, ${plural(analysis.looks, 'look')} recorded; the intervals below are those a look now would have.`
    return [wrapped(text, width).map(paint.quiet)]
  }
  if (analysis.look === null) return []
  return [[paint.quiet(`Look ${analysis.look}, as it was recorded.`)]]
}

function recommended(report: Report, paint: Paint): string[][] {
  const sentences = report.recommendations.map(one => recommendationText(one, report))
  if (report.metrics.length === 0 && report.veiled === undefined) return []
  const lines = sentences.flatMap(sentence => wrapped(tame(sentence), width - 2, '  '))
  return lines.length === 0 ? [] : [[paint.strong('Recommendation'), ...lines]]
}

function decided({ decision }: Report, paint: Paint): string[][] {
  if (decision === undefined) return []
  const what =
    decision.outcome === 'ship' ? `ship ${decision.variant ?? ''}`.trim() : decision.outcome.replaceAll('-', ' ')
  const when = decision.decidedAt.slice(0, 10)
  return [
    [
      `${paint.strong('Decision')} ${what} ${paint.quiet(`(${tame(decision.decidedBy)}, ${when})`)}`,
      ...wrapped(tame(decision.reason), width, '  '),
      ...(decision.override ? ['  It goes against the recommendation at that time.'] : []),
    ],
  ]
}
