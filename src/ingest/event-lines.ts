import { type Arrival, correctClock } from './clock.ts'
import type { Found, Run } from './found.ts'
import type { HashQueue } from './hash-queue.ts'
import { closeBrace, lineBreak, nowhere, quote } from './json-bytes.ts'
import { sessionOf } from './numbers.ts'
import { type Page, putBytes, putRun } from './page.ts'
import { addRun, addText, clearPieces, createPieces, writePieces } from './pieces.ts'
import { type Judgement, lineStart } from './verdict.ts'

/**
 * Writes the journal line of what was found to the page. False, with nothing written, when the event is to be refused or kept
 * aside, or there is no room.
 */
export type LineWriter = () => boolean

const parts = {
  sequence: bytesOf(',"sequence":'),
  dropped: bytesOf(',"dropped":'),
  context: bytesOf(',"context":{'),
  units: bytesOf(',"units":{'),
  properties: bytesOf('},"properties":{'),
}
const clocks = {
  ok: bytesOf(',"clock":"ok"'),
  skewed: bytesOf(',"clock":"skewed"'),
  future: bytesOf(',"clock":"future"'),
  ancient: bytesOf(',"clock":"ancient"'),
}
/** What a line has beside its start and what was found, at most. */
const restBytesMax = 400
const sessionMask = 1023

type Remembered = { name: Uint8Array; part: Uint8Array }

const nothing = { from: 0, to: 0, nameFrom: nowhere }

/** Makes the writers of batches from a page. */
export function createLineWriters(page: Page, found: Found, hashes: HashQueue): (judgement: Judgement) => LineWriter {
  const units = createPieces()
  const sessions: (Remembered | undefined)[] = Array(sessionMask + 1).fill(undefined)

  function gatherUnits(unitFields: readonly string[], isErased: Judgement['definitions']['isErased']): boolean {
    clearPieces(units)
    for (let unit = 0; unit < unitFields.length; unit += 1) {
      const { from, to, nameFrom } = found.units[unit] ?? nothing
      const isText = page.bytes[from] === quote
      // An empty text names nobody.
      if (to === 0 || (isText && to - from === 2)) continue
      if (
        isErased?.(
          unitFields[unit] ?? '',
          isText ? page.bytes.toString('utf8', from + 1, to - 1) : textOf({ from, to }),
        )
      )
        return false
      const name = found.unitNames[unit] ?? parts.units
      if (!isText) addText(units, name, `"${textOf({ from, to })}"`)
      else if (nameFrom === nowhere) addRun(units, name, from, to)
      else addRun(units, undefined, nameFrom, to)
    }
    return units.size > 0
  }

  function textOf({ from, to }: Run): string {
    return page.bytes.toString('latin1', from, to)
  }

  function consents(asked: Uint8Array): boolean {
    const { bytes } = page
    for (let place = 0; place < found.consentsSize; place += 1) {
      const { from, to } = found.consents[place] ?? nothing
      if (to - from === asked.length && startsAt(asked, bytes, from)) return true
    }
    return false
  }

  /** The events of a session come close together, so its hash is remembered for a while. */
  function sessionPart({ from, to }: Run): Uint8Array {
    const { bytes } = page
    const place =
      (Math.imul(bytes[to - 2] ?? 0, 31) ^ Math.imul(bytes[to - 3] ?? 0, 7) ^ (bytes[from + 1] ?? 0)) & sessionMask
    const known = sessions[place]
    if (known?.name.length === to - from && startsAt(known.name, bytes, from)) return known.part
    const part = bytesOf(sessionOf(bytes.toString('utf8', from + 1, to - 1)))
    sessions[place] = { name: new Uint8Array(bytes.subarray(from, to)), part }
    return part
  }

  function putNumbers(): void {
    const { sequence, sequenceId, sessionId, dropped } = found
    if (sequence.to === 0) return
    putBytes(page, parts.sequence)
    putRun(page, sequence.from, sequence.to)
    const within = sequenceId.to === 0 ? sessionId : sequenceId
    if (within.to > 0) {
      putBytes(page, sessionPart(within))
    }
    if (dropped.to > 0 && !(dropped.to - dropped.from === 1 && page.bytes[dropped.from] === 0x30)) {
      putBytes(page, parts.dropped)
      putRun(page, dropped.from, dropped.to)
    }
  }

  return judgement => {
    const { definitions, kind, receivedMs, trusted } = judgement
    const { unitFields, refusalOf, isErased } = definitions
    // What every line starts with is written once, in front of all lines, and copied from there.
    const start = { from: 0, to: page.bytes.write(lineStart(judgement), 0) }
    page.used = start.to
    const arrival: Arrival = { receivedMs, sentMs: judgement.sentMs, trusted }
    return () => {
      const { event } = found
      if (event === undefined || (event.compiled.definition.source === 'server' && kind === 'client')) return false
      if (refusalOf !== undefined && event.consent !== undefined && !consents(event.consent)) return false
      if (!gatherUnits(unitFields, isErased)) return false
      const added = units.bytesMax + found.context.bytesMax + found.properties.bytesMax + event.start.length
      const bytesMax = start.to + added + restBytesMax + page.at - found.from
      if (page.used + bytesMax > page.bodyAt) return false
      arrival.sentMs = found.sentMs ?? judgement.sentMs
      const { timeMs, clock } = correctClock(found.timeMs, arrival)
      putRun(page, start.from, start.to)
      putRun(page, found.id.from, found.id.to)
      putBytes(page, event.start)
      putNumber(page, timeMs)
      putBytes(page, clocks[clock])
      putNumbers()
      if (found.context.size > 0) {
        putBytes(page, parts.context)
        writePieces(page, found.context, hashes)
        page.bytes[page.used++] = closeBrace
      }
      putBytes(page, parts.units)
      writePieces(page, units, hashes)
      putBytes(page, parts.properties)
      writePieces(page, found.properties, hashes)
      page.bytes[page.used++] = closeBrace
      page.bytes[page.used++] = closeBrace
      page.bytes[page.used++] = lineBreak
      return true
    }
  }
}

function startsAt(text: Uint8Array, bytes: Uint8Array, from: number): boolean {
  for (let place = 0; place < text.length; place += 1) if (text[place] !== bytes[from + place]) return false
  return true
}

const zero = 0x30
const half = 1_000_000

function putNumber(page: Page, number: number): void {
  // Of times long before or after ours only the text is right.
  if (!Number.isInteger(number) || number < half || number >= half * half * 10) {
    page.used += page.bytes.write(`${number}`, page.used, 'latin1')
    return
  }
  const high = Math.floor(number / half)
  putDigits(page, high, digitsOf(high))
  putDigits(page, number - high * half, 6)
}

function digitsOf(number: number): number {
  let digits = 1
  for (let rest = number; rest >= 10; rest = (rest / 10) | 0) digits += 1
  return digits
}

function putDigits(page: Page, number: number, digits: number): void {
  let rest = number
  for (let place = page.used + digits - 1; place >= page.used; place -= 1) {
    const tenth = (rest / 10) | 0
    page.bytes[place] = zero + rest - tenth * 10
    rest = tenth
  }
  page.used += digits
}

function bytesOf(text: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(Buffer.from(text))
}
