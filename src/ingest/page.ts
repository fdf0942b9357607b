import { afterSpace, colon, nowhere, quote, textEnd } from './json-bytes.ts'
import { type Name, type NameTable, nameBytesMax, standsAt } from './name-table.ts'

/**
 * One stretch of memory with a body at its end and the lines made of it at its start: copying within it is twice as fast
 * as from one buffer to another. Behind the body there are zero bytes.
 */
export type Page = {
  bytes: Buffer
  view: DataView
  /** Where the body starts; lines have to end before. */
  bodyAt: number
  bodyEnd: number
  /** Where reading has come to. */
  at: number
  /** Where the next line starts. */
  used: number
}

const lineBytesMin = 64 * 1024
/** So many times the size of a body there is room for lines; what does not fit goes the long way. */
const roomFactor = 4

/** A page without a body. */
export function createPage(): Page {
  const bytes = Buffer.alloc(lineBytesMin)
  return { bytes, view: new DataView(bytes.buffer), bodyAt: 0, bodyEnd: 0, at: 0, used: 0 }
}

/** Puts a body on the page, in the place of everything that was there. */
export function putBody(page: Page, body: Uint8Array): void {
  const needed = lineBytesMin + (roomFactor + 1) * body.length + nameBytesMax
  if (page.bytes.length < needed) {
    page.bytes = Buffer.alloc(needed)
    page.view = new DataView(page.bytes.buffer)
  }
  page.bodyEnd = page.bytes.length - nameBytesMax
  page.bodyAt = page.bodyEnd - body.length
  page.bytes.set(body, page.bodyAt)
  page.at = page.bodyAt
  page.used = 0
}

const shortBytesMax = 12

/** Writes bytes from elsewhere to the end of the lines. A loop, since for so few the call of `set` takes longer. */
export function putBytes(page: Page, part: Uint8Array): void {
  const { bytes, used } = page
  if (part.length > shortBytesMax) bytes.set(part, used)
  else for (let place = 0; place < part.length; place += 1) bytes[used + place] = part[place] ?? 0
  page.used = used + part.length
}

/** Copies a stretch of the page to the end of the lines. */
export function putRun(page: Page, from: number, to: number): void {
  const { bytes, used } = page
  if (to - from > shortBytesMax) bytes.copyWithin(used, from, to)
  else for (let place = from; place < to; place += 1) bytes[used + place - from] = bytes[place] ?? 0
  page.used = used + to - from
}

/** Reads a name and its colon up to its value; undefined when it is not in the table. The name that followed the last one is tried first. */
export function readName<Value>(
  page: Page,
  table: NameTable<Value>,
  previous: Name<Value> | undefined,
): Name<Value> | undefined {
  const { bytes, at } = page
  const guess = previous === undefined ? table.first : previous.next
  if (guess !== undefined && standsAt(guess, page.view, at)) {
    page.at = afterSpace(bytes, at + guess.bytes.length)
    return guess
  }
  if (bytes[at] !== quote) return undefined
  const end = textEnd(bytes, at + 1)
  const name = end === nowhere ? undefined : table.find(bytes, at + 1, end)
  const colonAt = afterSpace(bytes, end + 1)
  if (name === undefined || bytes[colonAt] !== colon) return undefined
  page.at = afterSpace(bytes, colonAt + 1)
  if (previous === undefined) table.first = name
  else previous.next = name
  return name
}

/** Whether the text that is just read starts right after its name, so that both can be copied at once. */
export function isCompact({ bytes }: Name<unknown>, nameAt: number, valueAt: number): boolean {
  return nameAt + bytes.length === valueAt
}
