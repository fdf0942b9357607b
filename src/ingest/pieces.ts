import type { HashQueue } from './hash-queue.ts'
import { hmacTextBytes } from './hmac.ts'
import { comma, quote } from './json-bytes.ts'
import { type Page, putBytes, putRun } from './page.ts'
import type { TextHash } from './treatment.ts'

/**
 * What is to be written of an object, in order: each piece a name, if it is not part of what follows, and a run of bytes of the
 * body, the hash of one, or a text. Runs with only a comma between them are one.
 */
export type Pieces = {
  size: number
  names: (Uint8Array | undefined)[]
  from: Int32Array
  to: Int32Array
  /** Undefined for a run that stays as it is. */
  made: (string | TextHash | undefined)[]
  /** What names and texts come to in bytes, at most. */
  bytesMax: number
}

const piecesMax = 512
const bytesPerUnitMax = 3

export function createPieces(): Pieces {
  const [from, to] = [new Int32Array(piecesMax), new Int32Array(piecesMax)]
  return { size: 0, names: [], from, to, made: [], bytesMax: 0 }
}

export function clearPieces(pieces: Pieces): void {
  pieces.size = 0
  pieces.bytesMax = 0
}

/** Adds a run; false when there is no room for it. */
export function addRun(pieces: Pieces, name: Uint8Array | undefined, from: number, to: number): boolean {
  const { size } = pieces
  const follows = size > 0 && name === undefined && pieces.to[size - 1] === from - 1
  if (follows && pieces.made[size - 1] === undefined) {
    pieces.to[size - 1] = to
    return true
  }
  return add(pieces, name, from, to, undefined)
}

/** Adds the hash of the text between two places; false when there is no room for it. */
export function addHash(pieces: Pieces, name: Uint8Array, hash: TextHash, from: number, to: number): boolean {
  pieces.bytesMax += hash.start.length + hmacTextBytes + 1
  return add(pieces, name, from, to, hash)
}

/** Adds a text; false when there is no room for it. */
export function addText(pieces: Pieces, name: Uint8Array, text: string): boolean {
  pieces.bytesMax += text.length * bytesPerUnitMax
  return add(pieces, name, 0, 0, text)
}

function add(
  pieces: Pieces,
  name: Uint8Array | undefined,
  from: number,
  to: number,
  made: string | TextHash | undefined,
): boolean {
  const { size } = pieces
  if (size === piecesMax) return false
  pieces.names[size] = name
  pieces.from[size] = from
  pieces.to[size] = to
  pieces.made[size] = made
  pieces.bytesMax += 1 + (name?.length ?? 0)
  pieces.size = size + 1
  return true
}

/** Writes the pieces with commas between them; what is to be hashed is left to the queue. */
export function writePieces(page: Page, { size, names, from, to, made }: Pieces, hashes: HashQueue): void {
  for (let place = 0; place < size; place += 1) {
    if (place > 0) page.bytes[page.used++] = comma
    const name = names[place]
    if (name !== undefined) putBytes(page, name)
    const value = made[place]
    if (value === undefined) putRun(page, from[place] ?? 0, to[place] ?? 0)
    else if (typeof value === 'string') page.used += page.bytes.write(value, page.used, 'utf8')
    else {
      putBytes(page, value.start)
      hashes.add(value.hmac, from[place] ?? 0, to[place] ?? 0)
      page.bytes[page.used++] = quote
    }
  }
}
