import { assess, type Limits } from './assessment.ts'
import { sequenceFinding } from './delivery.ts'
import type { CheckName, Finding } from './finding.ts'
import { locate } from './locate.ts'
import type { DeliverySeries, EventSeries } from './series.ts'

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

/** Looks at everything at the end of an hour. Windows that reach to the hour `afterOf` says or before it are left out. */
export type Look = (afterOf: (check: CheckName, property?: string) => number) => Finding[]

/** What there is to say at the end of an hour: incidents that open, and incidents that are over. */
export type Watched = { opened: Trouble[]; closed: Trouble[]; findings: Finding[] }

/**
 * Watches one event. `known` are all its incidents, open ones and closed ones; a closed one keeps long windows from finding
 * it again.
 */
export function watch(series: EventSeries, last: number, known: readonly Trouble[], limits: Limits = {}): Watched {
  const watched = watchBy(afterOf => assess(series, last, afterOf, limits), last, known)
  return { ...watched, opened: watched.opened.map(trouble => located(series, last, trouble)) }
}

/** Watches how all events of an environment get here. */
export function watchDelivery(series: DeliverySeries, last: number, known: readonly Trouble[]): Watched {
  return watchBy(afterOf => [sequenceFinding(series, last, afterOf('sequence'))], last, known)
}

function watchBy(look: Look, last: number, known: readonly Trouble[]): Watched {
  const same = (one: Trouble, check: CheckName, property: string | undefined) =>
    one.check === check && one.property === property
  const afterOf = (check: CheckName, property?: string) =>
    Math.max(-1, ...known.filter(one => same(one, check, property)).map(({ endHour }) => endHour ?? -1))
  const findings = look(afterOf)
  const isOpen = ({ check, property }: Finding) =>
    known.some(one => one.endHour === undefined && same(one, check, property))
  const opened = findings
    .filter(finding => finding.status === 'failing' && !isOpen(finding))
    .map(finding => openedBy(last, finding))
  const open = known.filter(({ endHour }) => endHour === undefined)
  const closed = open.filter(trouble => isOver(look, last, trouble)).map(one => ({ ...one, endHour: last }))
  return { opened, closed, findings }
}

function openedBy(last: number, finding: Finding): Trouble {
  const { check, property, windowHours } = finding
  return { check, property, startHour: last - windowHours + 1, endHour: undefined, finding }
}

/** Adds where a deviation of volume sits, unless that is known already. */
function located(series: EventSeries, last: number, trouble: Trouble): Trouble {
  const { check, finding } = trouble
  if (check !== 'volume' || finding.segment !== undefined) return trouble
  const segment = locate(series, last, finding.windowHours)
  return segment === undefined ? trouble : { ...trouble, finding: { ...finding, segment } }
}

/** Over when windows as long as the one that found it see nothing any more. */
function isOver(look: Look, last: number, { check, property, finding }: Trouble): boolean {
  const after = last - Math.max(calmHoursMin, finding.windowHours) - 1
  const now = look(() => after).find(one => one.check === check && one.property === property)
  return now === undefined || now.status === 'ok'
}
