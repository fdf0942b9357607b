import { queuedBytesMax } from './hash-queue.ts'
import {
  afterSpace,
  anyNumberEnd,
  closeBrace,
  comma,
  integerEnd,
  nowhere,
  numberEnd,
  openBrace,
  quote,
  textEnd,
} from './json-bytes.ts'
import type { MomentReader } from './moment-bytes.ts'
import type { Name } from './name-table.ts'
import { isCompact, type Page, readName } from './page.ts'
import { addHash, addRun, addText, clearPieces, type Pieces } from './pieces.ts'
import type { ScannedEvent, ScannedProperty } from './scan-plan.ts'

/**
 * Reads the properties of an event that come next on a page, leaves what is to be written of them in `pieces`, and goes behind
 * them. It returns the names left out, undefined when there are none, and 'unusual' when anything is not as usual.
 */
export type PropertyScan = (event: ScannedEvent) => string[] | undefined | 'unusual'

/** Makes a scan for one page. */
export function createPropertyScan(page: Page, pieces: Pieces, readMoment: MomentReader): PropertyScan {
  let seen = new Int32Array(64)
  let turn = 0

  /** Whether a property comes for the first time in this object; JSON.parse would let the last one win. */
  function isFirst(index: number): boolean {
    if (seen[index] === turn) return false
    seen[index] = turn
    return true
  }

  /** The value that comes next, as JSON.parse would give it; undefined when it is not usual. */
  function readValue(): string | number | boolean | undefined {
    const { bytes, at } = page
    if (bytes[at] === quote) {
      const end = textEnd(bytes, at + 1)
      if (end === nowhere) return undefined
      page.at = end + 1
      return bytes.toString('utf8', at + 1, end)
    }
    const literal = literalAt(bytes, at)
    if (literal > 0) {
      page.at = at + literal
      return literal === 4
    }
    const end = anyNumberEnd(bytes, at)
    if (end === nowhere) return undefined
    page.at = end
    return Number(bytes.toString('latin1', at, end))
  }

  /** Reads a value that is kept as it stands there and returns whether that is so; if not, nothing is read. */
  function readPlain({ property, values }: ScannedProperty): boolean {
    const { bytes, at } = page
    let end: number = nowhere
    if (property.type === 'string') {
      if (bytes[at] !== quote) return false
      end = textEnd(bytes, at + 1)
      if (end === nowhere || (values !== undefined && values.find(bytes, at + 1, end) === undefined)) return false
      end += 1
    } else if (property.type === 'number') end = numberEnd(bytes, at)
    else if (property.type === 'integer') end = integerEnd(bytes, at)
    else if (property.type === 'boolean') {
      const literal = literalAt(bytes, at)
      if (literal > 0) end = at + literal
    }
    if (end === nowhere) return false
    page.at = end
    return true
  }

  /** Reads a text that is to be hashed and returns where it ends; nowhere, with nothing read, when it is none or a long one. */
  function readHashed(): number {
    const { bytes, at } = page
    const end = bytes[at] === quote ? textEnd(bytes, at + 1) : nowhere
    if (end === nowhere || end - at - 1 > queuedBytesMax) return nowhere
    page.at = end + 1
    return end
  }

  /** Adds a value that was just read as it stands. */
  function keepRun(name: Name<ScannedProperty>, nameAt: number, at: number): 'kept' | 'unusual' {
    const added = isCompact(name, nameAt, at)
      ? addRun(pieces, undefined, nameAt, page.at)
      : addRun(pieces, name.bytes, at, page.at)
    return added ? 'kept' : 'unusual'
  }

  /** Whether the value that was just read from a place on is this text, as long decimal numbers from JavaScript are. */
  function stands(text: string, at: number): boolean {
    if (text.length !== page.at - at) return false
    for (let place = 0; place < text.length; place += 1)
      if (text.charCodeAt(place) !== page.bytes[at + place]) return false
    return true
  }

  /** Adds what is left of the next value; 'left-out' when nothing is. */
  function readProperty(name: Name<ScannedProperty>, nameAt: number): 'kept' | 'left-out' | 'unusual' {
    const { value: property } = name
    const { at } = page
    if (property.treat === undefined && readPlain(property)) return keepRun(name, nameAt, at)
    const end = property.hash === undefined ? nowhere : readHashed()
    if (property.hash !== undefined && end !== nowhere)
      return addHash(pieces, name.bytes, property.hash, at + 1, end) ? 'kept' : 'unusual'
    const value =
      property.property.type === 'timestamp' && property.treat === undefined ? readMoment(page) : readValue()
    if (value === undefined) return 'unusual'
    const fitting = property.fit(value)
    if (fitting === undefined) return 'unusual'
    if (property.treat === undefined && stands(fitting, at)) return keepRun(name, nameAt, at)
    if (fitting !== '') return addText(pieces, name.bytes, fitting) ? 'kept' : 'unusual'
    return property.treat === 'unapproved' && property.property.required ? 'unusual' : 'left-out'
  }

  return event => {
    const { bytes } = page
    clearPieces(pieces)
    if (bytes[page.at] !== openBrace) return 'unusual'
    page.at = afterSpace(bytes, page.at + 1)
    turn += 1
    if (seen.length < event.compiled.declared.size) seen = new Int32Array(event.compiled.declared.size)
    let leftOut: string[] | undefined
    let required = 0
    let previous: Name<ScannedProperty> | undefined
    if (bytes[page.at] === closeBrace) {
      page.at += 1
      return event.required === 0 ? undefined : 'unusual'
    }
    for (;;) {
      const nameAt = page.at
      const name = readName(page, event.properties, previous)
      if (name === undefined || !isFirst(name.value.index)) return 'unusual'
      const outcome = readProperty(name, nameAt)
      if (outcome === 'unusual') return outcome
      if (outcome === 'left-out') {
        leftOut ??= []
        leftOut.push(name.value.name)
      }
      if (name.value.property.required) required += 1
      previous = name
      page.at = afterSpace(bytes, page.at)
      const byte = bytes[page.at]
      page.at += 1
      if (byte === closeBrace) return required === event.required ? leftOut : 'unusual'
      if (byte !== comma) return 'unusual'
      page.at = afterSpace(bytes, page.at)
    }
  }
}

/** How many bytes true or false has that stands at a place, 0 when neither does. */
function literalAt(bytes: Uint8Array, at: number): number {
  const isLiteral = (text: Uint8Array) => text.every((byte, place) => bytes[at + place] === byte)
  if (bytes[at] === trueText[0]) return isLiteral(trueText) ? trueText.length : 0
  return bytes[at] === falseText[0] && isLiteral(falseText) ? falseText.length : 0
}

const trueText = new Uint8Array(Buffer.from('true'))
const falseText = new Uint8Array(Buffer.from('false'))
