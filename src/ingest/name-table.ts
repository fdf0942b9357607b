import { textEnd } from './json-bytes.ts'

/**
 * A name as it stands before a value, in quotes and with a colon, what it is for, and the name that followed it last time.
 * `words` are its bytes four at a time, the last four once more at the end.
 */
export type Name<Value> = { bytes: Uint8Array; words: Int32Array; value: Value; next: Name<Value> | undefined }

/** Names known beforehand, found by their bytes. */
export type NameTable<Value> = {
  /** The name whose bytes are between two places. */
  find(bytes: Uint8Array, from: number, to: number): Name<Value> | undefined
  /** The first of all names. */
  first: Name<Value> | undefined
}

const bucketsMax = 64
const wordBytes = 4
/** So many bytes from the place of a name on have to be readable. */
export const nameBytesMax = 256

/** Makes a table; undefined when a name cannot stand in a body as it is. */
export function nameTable<Value>(names: Iterable<readonly [string, Value]>): NameTable<Value> | undefined {
  const buckets: Name<Value>[][] = Array.from({ length: bucketsMax }, () => [])
  let first: Name<Value> | undefined
  for (const [text, value] of names) {
    const bytes = Buffer.from(`"${text}":\0`)
    if (textEnd(bytes, 1) !== bytes.length - 3 || !text.isWellFormed()) return undefined
    const name: Name<Value> = { ...wordsOf(bytes.subarray(0, -1)), value, next: undefined }
    first ??= name
    buckets[bucketOf(bytes, 1, bytes.length - 3)]?.push(name)
  }
  return {
    first,
    find(bytes, from, to) {
      const bucket = buckets[bucketOf(bytes, from, to)] ?? []
      for (let place = 0; place < bucket.length; place += 1) {
        const name = bucket[place]
        if (name !== undefined && isText(name, bytes, from, to)) return name
      }
      return undefined
    },
  }
}

function bucketOf(bytes: Uint8Array, from: number, to: number): number {
  const middle = bytes[(from + to) >> 1] ?? 0
  return (
    (Math.imul(bytes[from] ?? 0, 31) + Math.imul(middle, 17) + Math.imul(bytes[to - 1] ?? 0, 7) + to - from) &
    (bucketsMax - 1)
  )
}

function isText({ bytes: name }: Name<unknown>, bytes: Uint8Array, from: number, to: number): boolean {
  if (name.length - 3 !== to - from) return false
  for (let place = 0; place < to - from; place += 1) if (name[place + 1] !== bytes[from + place]) return false
  return true
}

function wordsOf(text: Buffer): Pick<Name<unknown>, 'bytes' | 'words'> {
  // Names so short or long are looked up each time.
  if (text.length < wordBytes || text.length > nameBytesMax)
    return { bytes: new Uint8Array(text), words: new Int32Array() }
  const places = [...Array(text.length >> 2).keys()].map(word => word * wordBytes)
  const words = [...places, text.length - wordBytes].map(place => text.readInt32LE(place))
  return { bytes: new Uint8Array(text), words: new Int32Array(words) }
}

/** Whether a name stands at a place with its quotes and its colon. */
export function standsAt({ bytes, words }: Name<unknown>, view: DataView, at: number): boolean {
  const last = words.length - 1
  for (let word = 0; word < last; word += 1)
    if (view.getInt32(at + word * wordBytes, true) !== words[word]) return false
  return view.getInt32(at + bytes.length - wordBytes, true) === words[last]
}
