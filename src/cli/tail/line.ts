import type { TailMessage } from '../../contract/live.ts'

const verdictWidth = 11

/** A message of the stream as one line of a terminal. */
export function tailLine(message: TailMessage): string {
  if (message.type === 'missed') return `… up to ${message.events} events went by unseen`
  if (message.type === 'incident') return `! incident ${printable(JSON.stringify(message.incident))}`
  const { received, verdict, environment, event, units, context, properties, reason, detail } = message
  const who = Object.entries(units).map(([field, id]) => `${field}=${id}`)
  const where = Object.entries(context).map(([field, value]) => `${field}=${value}`)
  const what = Object.entries(properties).map(([name, value]) => `${name}=${JSON.stringify(value)}`)
  const why = reason === undefined ? [] : [`${reason}: ${detail ?? ''}`]
  const parts = [received, verdict.padEnd(verdictWidth), environment, event, ...why, ...who, ...what, ...where]
  return printable(parts.join('  '))
}

/** What senders wrote must not be able to steer the terminal. */
function printable(text: string): string {
  return text.replace(/\p{Cc}/gu, '·')
}
