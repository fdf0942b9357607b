const iso =
  /^(\d{4}-\d\d-(\d\d))(?:[Tt ](\d\d:\d\d)(?:(:\d\d)(?:(\.\d{1,3})\d{0,6})?)?(?:[Zz]|([+-](?:[01]\d|2[0-3]):[0-5]\d))?)?$/

/**
 * A value as milliseconds since 1970: finite numbers as they are, ISO 8601 text otherwise. A date alone is its midnight,
 * and a time without a zone is read in UTC, so that the answer does not depend on the machine.
 */
export function dateOf(value: unknown): number | undefined {
  if (typeof value === 'number') return Number.isFinite(value) ? value : undefined
  const parts = typeof value === 'string' ? iso.exec(value) : null
  if (parts === null) return undefined
  const [, date, day, time = '00:00', second = ':00', fraction = '', offset = 'Z'] = parts
  const local = `${date}T${time}${second}${fraction}`
  // Date.parse may move 30 February into March; the day tells.
  const moved = new Date(`${local}Z`).getUTCDate() !== Number(day)
  return moved ? undefined : Date.parse(local + offset)
}
