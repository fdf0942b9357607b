import { readFileSync } from 'node:fs'
import { z } from 'zod'
import { failure } from '../failure.ts'
import { Mapping } from './mapping.ts'
import { describe, guessMapping, type Profile } from './profile.ts'

/** The mapping a person chose by flags or by a file. */
export type MappingFlags = {
  mapping?: string
  unit?: string
  variant?: string
  control?: string
  time?: string
  outcome?: string[]
  before?: string[]
  ratio?: string[]
  weight?: string[]
  event?: string
  eventColumn?: string
  id?: string
  unitField?: string[]
  property?: string[]
}

/** The mapping to import by, and whether it was only guessed. */
export function chooseMapping(
  flags: MappingFlags,
  profile: Profile,
  file: string,
): { mapping: Mapping; guessed: boolean } {
  if (flags.mapping !== undefined)
    return { mapping: checked(JSON.parse(readFileSync(flags.mapping, 'utf8')), profile), guessed: false }
  if (flags.event !== undefined || flags.eventColumn !== undefined)
    return { mapping: checked(eventMapping(flags), profile), guessed: false }
  if (flags.variant !== undefined) return { mapping: checked(unitMapping(flags, profile), profile), guessed: false }
  const guess = guessMapping(profile)
  if (guess) return { mapping: guess, guessed: true }
  const columns = profile.columns.map(column => `  ${column.name}: ${describe(column)}`).join('\n')
  throw failure(
    `${file} has ${profile.rows} rows and these columns:\n${columns}`,
    'Say what they mean: --variant COLUMN --control VALUE --outcome COLUMN for a row per unit, or --event NAME (or --event-column COLUMN) --time COLUMN --unit-field user_id=COLUMN for a row per event.',
  )
}

function unitMapping(flags: MappingFlags, profile: Profile) {
  const ratios = pairs(flags.ratio).map(([key, formula]) => {
    const [numerator, denominator] = formula.split('/')
    return [key, { numerator, denominator }]
  })
  return {
    rows: 'units',
    unit: flags.unit,
    variant: flags.variant,
    control: flags.control,
    time: flags.time,
    outcomes: Object.fromEntries((flags.outcome ?? []).map(outcome => outcomeOf(outcome, profile))),
    before: Object.fromEntries(pairs(flags.before)),
    ratios: Object.fromEntries(ratios),
    ...(flags.weight
      ? { weights: Object.fromEntries(pairs(flags.weight).map(([value, weight]) => [value, Number(weight)])) }
      : {}),
  }
}

/** `spend` is a proportion when its column holds nothing but 0 and 1, `spend:mean` says so outright. */
function outcomeOf(text: string, profile: Profile): [string, string] {
  const named = /^(.*):(proportion|mean)$/.exec(text)
  if (named) return [named[1] ?? '', named[2] ?? '']
  return [text, profile.columns.find(column => column.name === text)?.binary ? 'proportion' : 'mean']
}

function eventMapping(flags: MappingFlags) {
  return {
    rows: 'events',
    event: flags.eventColumn === undefined ? { name: flags.event } : { column: flags.eventColumn },
    time: flags.time,
    id: flags.id,
    units: Object.fromEntries(pairs(flags.unitField)),
    properties: Object.fromEntries(pairs(flags.property)),
  }
}

function pairs(texts: string[] | undefined): [string, string][] {
  return (texts ?? []).map(text => {
    const at = text.indexOf('=')
    if (at < 1) throw failure(`${text} is not NAME=VALUE`, 'Write the option as NAME=VALUE.')
    return [text.slice(0, at), text.slice(at + 1)]
  })
}

/** A mapping that makes sense and names only columns the file has. */
function checked(given: unknown, profile: Profile): Mapping {
  const parsed = Mapping.safeParse(given)
  if (!parsed.success)
    throw failure(
      `the mapping is not complete:\n${z.prettifyError(parsed.error)}`,
      'assay import --help lists what a mapping needs.',
    )
  const mapping = parsed.data
  const named =
    mapping.rows === 'units'
      ? [
          mapping.unit,
          mapping.variant,
          mapping.time,
          ...Object.keys(mapping.outcomes),
          ...Object.values(mapping.before),
        ]
      : [
          mapping.time,
          mapping.id,
          ...Object.values(mapping.units),
          ...Object.values(mapping.properties),
          'column' in mapping.event ? mapping.event.column : undefined,
        ]
  const columns = profile.columns.map(column => column.name)
  const missing = named.filter(name => name !== undefined && !columns.includes(name))
  if (missing.length > 0)
    throw failure(`the file has no column ${missing.join(', ')}`, `Its columns are ${columns.join(', ')}.`)
  return mapping
}
