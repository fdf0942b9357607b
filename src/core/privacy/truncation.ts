import type { PropertyType } from '../../contract/event-definition.ts'

const prefixLengthMax = 3
const significantDigits = 2
const date = /^(\d{4})-\d\d(?:-\d\d(?:[Tt ].*)?)?$/
const ipv4 = /^(\d{1,3}\.\d{1,3}\.\d{1,3})\.\d{1,3}$/

/**
 * What truncation leaves of a value of its type: an address its network (/24 or /48), a date its year, any other text at
 * most three characters and a third of it, a number two significant digits, a moment (in milliseconds) the start of its year.
 */
export function truncated(type: PropertyType, value: string | number): string | number {
  if (typeof value === 'string') return truncatedText(value)
  if (type === 'timestamp') return Date.UTC(new Date(value).getUTCFullYear(), 0, 1)
  return Number(value.toPrecision(significantDigits))
}

function truncatedText(text: string): string {
  const network = networkOf(text)
  if (network !== undefined) return network
  const year = date.exec(text)?.[1]
  if (year !== undefined) return year
  const characters = [...text]
  return characters.slice(0, Math.min(prefixLengthMax, Math.floor(characters.length / 3))).join('')
}

/** The network of an IP address, undefined when the text is none. */
function networkOf(text: string): string | undefined {
  const four = ipv4.exec(text)?.[1]
  if (four !== undefined) return `${four}.0`
  if (!/^[0-9a-f:]*:[0-9a-f:.]*(%\w+)?$/i.test(text)) return undefined
  const address = text.replace(/%\w+$/, '')
  const mapped = ipv4.exec(address.slice(address.lastIndexOf(':') + 1))?.[1]
  if (mapped !== undefined) return `${mapped}.0`
  const [before = '', after, ...more] = address.split('::')
  const front = before === '' ? [] : before.split(':')
  const back = after === undefined || after === '' ? [] : after.split(':')
  const isWhole = after === undefined ? front.length === 8 : front.length + back.length < 8
  if (more.length > 0 || !isWhole) return undefined
  const zeros = Array.from({ length: 8 - front.length - back.length }, () => '0')
  const groups = [...front, ...zeros, ...back].slice(0, 3).map(group => Number.parseInt(group, 16).toString(16))
  return `${groups.join(':')}::`
}
