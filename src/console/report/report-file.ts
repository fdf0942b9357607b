import type { Report } from '../../contract/report.ts'

const columns = [
  'experiment',
  'phase',
  'from',
  'until',
  'metric',
  'name',
  'role',
  'kind',
  'measure',
  'veiled',
  'variant',
  'control',
  'units',
  'value',
  'difference',
  'se',
  'df',
  't',
  'p',
  'difference_low',
  'difference_high',
  'lift',
  'lift_low',
  'lift_high',
  'adjusted_p',
  'adjusted_lift_low',
  'adjusted_lift_high',
  'adjustment',
  'shrunk_lift',
  'chance_to_win',
  'verdict',
  'unavailable',
] as const
type Row = Partial<Record<(typeof columns)[number], string | number | boolean | null>>

/** The report as comma-separated values (RFC 4180), a row for every metric and arm, with all digits. Unknown numbers are empty. */
export function reportCsv(report: Report): string {
  const sets = [
    { metrics: report.metrics, veiled: false },
    { metrics: report.veiled?.metrics ?? [], veiled: true },
  ]
  const rows = sets.flatMap(({ metrics, veiled }) =>
    metrics.flatMap(metric =>
      metric.arms.map(arm => {
        const { comparison } = arm
        const row: Row = {
          experiment: report.experiment,
          phase: report.phase,
          from: report.from,
          until: report.until,
          metric: metric.metric,
          name: metric.name,
          role: metric.role,
          kind: metric.kind,
          measure: metric.measure ?? '',
          veiled,
          variant: arm.variant,
          control: arm.variant === report.control,
          units: arm.units,
          ...(typeof arm.value === 'number' ? { value: arm.value } : { unavailable: arm.value.unavailable }),
        }
        if (comparison === undefined) return row
        if ('unavailable' in comparison) return { ...row, unavailable: comparison.unavailable }
        return { ...row, ...comparedColumns(comparison) }
      }),
    ),
  )
  return [columns.join(','), ...rows.map(row => columns.map(name => cell(row[name])).join(','))].join('\r\n')
}

type Compared = Extract<NonNullable<Report['metrics'][number]['arms'][number]['comparison']>, { verdict: string }>

function comparedColumns(comparison: Compared): Row {
  const { difference, se, df, t, p, ci, relative, adjusted, shrunk, bayes, verdict } = comparison
  const lift =
    'unavailable' in relative ? {} : { lift: relative.lift, lift_low: relative.ci[0], lift_high: relative.ci[1] }
  const whole =
    'unavailable' in adjusted
      ? { unavailable: adjusted.unavailable }
      : {
          adjusted_p: adjusted.p,
          adjustment: adjusted.adjustment,
          ...('unavailable' in adjusted.relative
            ? {}
            : { adjusted_lift_low: adjusted.relative.ci[0], adjusted_lift_high: adjusted.relative.ci[1] }),
        }
  return {
    difference,
    se,
    df,
    t,
    p,
    verdict,
    difference_low: ci[0],
    difference_high: ci[1],
    ...lift,
    ...whole,
    ...('unavailable' in shrunk ? {} : { shrunk_lift: shrunk.lift }),
    ...('unavailable' in bayes ? {} : { chance_to_win: bayes.chanceToWin }),
  }
}

/** Text a spreadsheet would take for a formula gets an apostrophe in front. */
function cell(value: Row[keyof Row]): string {
  if (value === undefined || value === null) return ''
  if (typeof value !== 'string') return String(value)
  const safe = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
