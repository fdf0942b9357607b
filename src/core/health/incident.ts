import { assess, type Limits } from './assessment.ts'
import type { CheckName, Finding } from './finding.ts'
import { locate } from './locate.ts'
import type { EventSeries } from './series.ts'

/** Something that is wrong with an event, from the hour it began until it was over. Hours count from the start of the series. */
export type Trouble = {
  check: CheckName
  property: string | undefined
  startHour: number
  /** The hour at whose end it was over; undefined while it is not. */
  endHour: number | undefined
  /** The finding that opened it. */
  finding: Finding
}

const calmHoursMin = 3

/**
 * What there is to say at the end of an hour: incidents that open, and incidents that are over. `known` are all incidents
 * of the event, open ones and closed ones; a closed one keeps long windows from finding it again.
 */
export function watch(
  series: EventSeries,
  last: number,
  known: readonly Trouble[],
  limits: Limits = {},
): { opened: Trouble[]; closed: Trouble[]; findings: Finding[] } {
  const same = (one: Trouble, check: CheckName, property: string | undefined) =>
    one.check === check && one.property === property
  const afterOf = (check: CheckName, property?: string) =>
    Math.max(-1, ...known.filter(one => same(one, check, property)).map(({ endHour }) => endHour ?? -1))
  const findings = assess(series, last, afterOf, limits)
  const isOpen = ({ check, property }: Finding) =>
    known.some(one => one.endHour === undefined && same(one, check, property))
  const opened = findings
    .filter(finding => finding.status === 'failing' && !isOpen(finding))
    .map(finding => openedBy(series, last, finding))
  const open = known.filter(({ endHour }) => endHour === undefined)
  const closed = open.filter(trouble => isOver(series, last, trouble, limits)).map(one => ({ ...one, endHour: last }))
  return { opened, closed, findings }
}

function openedBy(series: EventSeries, last: number, finding: Finding): Trouble {
  const { check, property, windowHours } = finding
  const segment = finding.segment ?? (check === 'volume' ? locate(series, last, windowHours) : undefined)
  return {
    check,
    property,
    startHour: last - windowHours + 1,
    endHour: undefined,
    finding: segment === undefined ? finding : { ...finding, segment },
  }
}

/** Over when windows as long as the one that found it see nothing any more. */
function isOver(series: EventSeries, last: number, { check, property, finding }: Trouble, limits: Limits): boolean {
  const after = last - Math.max(calmHoursMin, finding.windowHours) - 1
  const now = assess(series, last, () => after, limits).find(one => one.check === check && one.property === property)
  return now === undefined || now.status === 'ok'
}
