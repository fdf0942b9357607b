import { exposureEvent, type WireEvent } from '../../contract/event.ts'
import type { PropertyType } from '../../contract/event-definition.ts'
import { type EventMapping, type Mapping, slug, snake, type UnitMapping } from './mapping.ts'
import type { Row } from './rows.ts'

/** What every event of an import shares. */
export type ImportFrame = {
  /** Identifies the file and the mapping; the start of every event id. */
  source: string
  experiment: string
  defaultTimeMs: number
  /** The properties of each known event, by type. */
  types: ReadonlyMap<string, Record<string, { type: PropertyType }>>
}

/** The events a row becomes, or why it becomes none. */
export type RowEvents = { events: WireEvent[] } | { rejected: string; text: string }

/** Turns one row into events. Ids come from the file and the row, so that sending a row again changes nothing. */
export function eventsOfRow(row: Row, mapping: Mapping, frame: ImportFrame): RowEvents {
  if (!('cells' in row)) return row
  const made =
    mapping.rows === 'units'
      ? unitEvents(row.cells, row.number, mapping, frame)
      : eventOf(row.cells, row.number, mapping, frame)
  return typeof made === 'string' ? { rejected: made, text: JSON.stringify(row.cells) } : { events: made }
}

type Cells = Record<string, string>

function unitEvents(cells: Cells, number: number, mapping: UnitMapping, frame: ImportFrame): WireEvent[] | string {
  const unit = mapping.unit === undefined ? `row-${number}` : cells[mapping.unit]
  if (!unit) return `column ${mapping.unit} (the unit) is empty`
  const variant = cells[mapping.variant]
  if (!variant) return `column ${mapping.variant} (the variant) is empty`
  const exposed = mapping.time === undefined ? frame.defaultTimeMs : momentOf(cells[mapping.time])
  if (exposed === undefined) return `column ${mapping.time} (the time) is not a moment: ${cells[mapping.time ?? '']}`
  const event = (
    name: string,
    time: number,
    suffix: string,
    properties: Record<string, string | number>,
  ): WireEvent => ({
    id: `${frame.source}:${number}:${suffix}`,
    event: name,
    time,
    user_id: unit,
    properties,
  })
  const events = [
    event(exposureEvent, exposed, 'exposure', { experiment: frame.experiment, phase: 1, variant: slug(variant) }),
  ]
  for (const [column, suffix, time] of outcomeColumns(mapping, exposed)) {
    const cell = cells[column.from]
    const value = cell === undefined || cell === '' ? 0 : Number(cell)
    if (!Number.isFinite(value)) return `column ${column.from} is not a number: ${cell}`
    if (value !== 0) events.push(event(snake(column.outcome), time, suffix, { value }))
  }
  return events
}

/** Outcomes happen a second after the exposure; what was measured before happens a second before it. */
function outcomeColumns(mapping: UnitMapping, exposed: number): [{ from: string; outcome: string }, string, number][] {
  return [
    ...Object.keys(mapping.outcomes).map((outcome): [{ from: string; outcome: string }, string, number] => [
      { from: outcome, outcome },
      snake(outcome),
      exposed + 1000,
    ]),
    ...Object.entries(mapping.before).map(([outcome, from]): [{ from: string; outcome: string }, string, number] => [
      { from, outcome },
      `${snake(outcome)}:before`,
      exposed - 1000,
    ]),
  ]
}

function eventOf(cells: Cells, number: number, mapping: EventMapping, frame: ImportFrame): WireEvent[] | string {
  const name = 'name' in mapping.event ? mapping.event.name : cells[mapping.event.column]
  if (!name) return 'the event name is empty'
  const time = momentOf(cells[mapping.time])
  if (time === undefined) return `column ${mapping.time} (the time) is not a moment: ${cells[mapping.time]}`
  const id = mapping.id === undefined ? `${frame.source}:${number}` : cells[mapping.id]
  if (!id) return `column ${mapping.id} (the id) is empty`
  const units = Object.entries(mapping.units).flatMap(([field, column]) =>
    cells[column] ? [[field, cells[column]]] : [],
  )
  if (units.length === 0) return 'no unit: every unit column is empty'
  const types = frame.types.get(name)
  if (!types) return `event ${name} is not defined; define it first, or leave such rows out`
  const properties: Record<string, string | number | boolean> = {}
  for (const [property, { type }] of Object.entries(types)) {
    const cell = cells[mapping.properties[property] ?? property]
    if (cell !== undefined && cell !== '') properties[property] = typed(cell, type)
  }
  return [{ id, event: name, time, ...Object.fromEntries(units), properties }]
}

/** Text files carry no types: a cell is sent as what its property is declared to be, or as it stands for the server to judge. */
function typed(cell: string, type: PropertyType): string | number | boolean {
  if (type === 'boolean' && /^(true|false|1|0)$/i.test(cell)) return /^(true|1)$/i.test(cell)
  if ((type === 'number' || type === 'integer') && Number.isFinite(Number(cell))) return Number(cell)
  return cell
}

/** ISO 8601, seconds or milliseconds since 1970; a time without a zone is UTC. */
function momentOf(cell: string | undefined): number | undefined {
  if (cell === undefined || cell === '') return undefined
  if (/^\d{9,10}(\.\d+)?$/.test(cell)) return Math.round(Number(cell) * 1000)
  if (/^\d{12,13}$/.test(cell)) return Number(cell)
  const zoned = /(z|[+-]\d{2}:?\d{2})$/i.test(cell) || !cell.includes(':') ? cell : `${cell}Z`
  const ms = Date.parse(zoned)
  return Number.isNaN(ms) ? undefined : ms
}
