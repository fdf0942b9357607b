import { hash } from 'node:crypto'
import type { Key } from './key-table.ts'

const uuidLength = 36
const dash = 45

/** The value of each character code as a lower-case hexadecimal digit, 255 for the others. */
const digits = new Uint8Array(65_536).fill(255)
for (let value = 0; value < 16; value += 1) digits[value.toString(16).charCodeAt(0)] = value

/** 128 random-looking bits that keep the ids of one project apart from those of every other. */
export function saltOf(secret: string, project: string): Key {
  const salt = { k0: 0, k1: 0, k2: 0, k3: 0 }
  writeHash(`${secret} ${project}`, salt)
  return salt
}

/**
 * Writes the key of an id into `key`: a lower-case UUID is its own sixteen bytes, anything else is hashed, so that two ids
 * of a project share a key only if SHA-256 lets them.
 */
export function writeKey(id: string, salt: Key, key: Key): void {
  if (!writeUuid(id, key)) writeHash(id, key)
  blend(salt, key)
}

/** The same for an id given as the UTF-8 bytes between two places. */
export function writeKeyOfBytes(bytes: Buffer, from: number, to: number, salt: Key, key: Key): void {
  if (to - from !== uuidLength || !writeUuidOfBytes(bytes, from, key)) writeHash(bytes.toString('utf8', from, to), key)
  blend(salt, key)
}

function blend(salt: Key, key: Key): void {
  key.k0 ^= salt.k0
  key.k1 ^= salt.k1
  key.k2 ^= salt.k2
  key.k3 ^= salt.k3
  // The all-zero key means a free slot.
  if ((key.k0 | key.k1 | key.k2 | key.k3) === 0) key.k0 = 1
}

/** UUIDs are the usual case and cost a tenth of a hash; false when the id is none. */
function writeUuid(id: string, key: Key): boolean {
  if (id.length !== uuidLength || id.charCodeAt(8) !== dash || id.charCodeAt(13) !== dash) return false
  if (id.charCodeAt(18) !== dash || id.charCodeAt(23) !== dash) return false
  const a = fourDigits(id, 0)
  const b = fourDigits(id, 4)
  const c = fourDigits(id, 9)
  const d = fourDigits(id, 14)
  const e = fourDigits(id, 19)
  const f = fourDigits(id, 24)
  const g = fourDigits(id, 28)
  const h = fourDigits(id, 32)
  if ((a | b | c | d | e | f | g | h) < 0) return false
  key.k0 = (a << 16) | b
  key.k1 = (c << 16) | d
  key.k2 = (e << 16) | f
  key.k3 = (g << 16) | h
  return true
}

function writeUuidOfBytes(bytes: Uint8Array, from: number, key: Key): boolean {
  if (bytes[from + 8] !== dash || bytes[from + 13] !== dash) return false
  if (bytes[from + 18] !== dash || bytes[from + 23] !== dash) return false
  const a = fourDigitsOfBytes(bytes, from)
  const b = fourDigitsOfBytes(bytes, from + 4)
  const c = fourDigitsOfBytes(bytes, from + 9)
  const d = fourDigitsOfBytes(bytes, from + 14)
  const e = fourDigitsOfBytes(bytes, from + 19)
  const f = fourDigitsOfBytes(bytes, from + 24)
  const g = fourDigitsOfBytes(bytes, from + 28)
  const h = fourDigitsOfBytes(bytes, from + 32)
  if ((a | b | c | d | e | f | g | h) < 0) return false
  key.k0 = (a << 16) | b
  key.k1 = (c << 16) | d
  key.k2 = (e << 16) | f
  key.k3 = (g << 16) | h
  return true
}

/** Four hexadecimal digits as a number, negative when one of them is none. */
function fourDigits(id: string, start: number): number {
  const a = digits[id.charCodeAt(start)] ?? 255
  const b = digits[id.charCodeAt(start + 1)] ?? 255
  const c = digits[id.charCodeAt(start + 2)] ?? 255
  const d = digits[id.charCodeAt(start + 3)] ?? 255
  return (a | b | c | d) > 15 ? -1 : (a << 12) | (b << 8) | (c << 4) | d
}

function fourDigitsOfBytes(bytes: Uint8Array, start: number): number {
  const a = digits[bytes[start] ?? 0] ?? 255
  const b = digits[bytes[start + 1] ?? 0] ?? 255
  const c = digits[bytes[start + 2] ?? 0] ?? 255
  const d = digits[bytes[start + 3] ?? 0] ?? 255
  return (a | b | c | d) > 15 ? -1 : (a << 12) | (b << 8) | (c << 4) | d
}

function writeHash(text: string, key: Key): void {
  const bytes = hash('sha256', text, 'buffer')
  key.k0 = bytes.readInt32LE(0)
  key.k1 = bytes.readInt32LE(4)
  key.k2 = bytes.readInt32LE(8)
  key.k3 = bytes.readInt32LE(12)
}
