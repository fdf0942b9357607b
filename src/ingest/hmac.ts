import { hash } from 'node:crypto'
import { addBlock, blockBytes, type Sha256, sha256Start } from './sha256.ts'

const digestBytes = 32
/** The bit that ends a message, and its length in bits, are 9 bytes. */
const endBytes = 9
/** Beyond so many blocks the hash of node:crypto is faster than ours. */
const blocksMax = 4
const messageBytesMax = blocksMax * blockBytes - endBytes

/** How many bytes a hash has as base64url. */
export const hmacTextBytes = 43

/** HMAC-SHA-256 (RFC 2104) with one key, as base64url. */
export type Hmac = {
  of(text: string): string
  /** Writes that of the UTF-8 bytes between two places, at most 247, to a place of the same page. */
  write(page: Uint8Array, from: number, to: number, at: number): void
  /** What the key comes to in front of a text, and in front of the hash of that. */
  inner: Sha256
  outer: Sha256
}

/** Makes the hashes of one key for many short texts: what the key alone comes to is hashed once. The key has at most 64 bytes. */
export function hmacWith(key: Uint8Array): Hmac {
  const inner = padded(key, 0x36)
  const outer = padded(key, 0x5c)
  const [innerState, outerState] = [afterBlock(inner), afterBlock(outer)]
  const state = sha256Start()
  const message = Buffer.alloc(blocksMax * blockBytes)
  const messageView = new DataView(message.buffer, message.byteOffset)
  const last = Buffer.alloc(blockBytes)
  const lastView = new DataView(last.buffer, last.byteOffset)
  last[digestBytes] = 0x80
  lastView.setUint32(blockBytes - 4, (blockBytes + digestBytes) * 8)

  /** Leaves the hash of the message's first bytes in the state. */
  function digest(bytes: number): void {
    const end = Math.ceil((bytes + endBytes) / blockBytes) * blockBytes
    message[bytes] = 0x80
    for (let at = bytes + 1; at < end - 4; at += 1) message[at] = 0
    messageView.setUint32(end - 4, (blockBytes + bytes) * 8)
    state.set(innerState)
    for (let at = 0; at < end; at += blockBytes) addBlock(state, messageView, at)
    for (let word = 0; word < state.length; word += 1) lastView.setInt32(word * 4, state[word] ?? 0)
    state.set(outerState)
    addBlock(state, lastView, 0)
  }

  return {
    of(text) {
      const bytes = message.write(text)
      if (bytes > messageBytesMax) return ofLong(inner, outer, text)
      digest(bytes)
      writeHmacText(state, message, 0)
      return message.toString('latin1', 0, hmacTextBytes)
    },
    write(page, from, to, at) {
      if (to - from > messageBytesMax) throw new RangeError(`${to - from} bytes are too many to be hashed on a page`)
      for (let place = from; place < to; place += 1) message[place - from] = page[place] ?? 0
      digest(to - from)
      writeHmacText(state, page, at)
    },
    inner: innerState,
    outer: outerState,
  }
}

const digits = Buffer.from('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_')
const sixBits = 63
/** The two digits of each twelve bits, the first one below. */
const pairs = Uint16Array.from(
  { length: 4096 },
  (_, twelve) => (digits[twelve >>> 6] ?? 0) | ((digits[twelve & sixBits] ?? 0) << 8),
)
const pairsPerHash = 21

/** Writes the 256 bits of a state as base64url (RFC 4648, 5), twelve at a time; for the last digit four are left. */
export function writeHmacText(state: Sha256, into: Uint8Array, at: number): void {
  for (let pair = 0; pair < pairsPerHash; pair += 1) {
    const word = (pair * 12) >>> 5
    const shift = 20 - ((pair * 12) & 31)
    const bits = state[word] ?? 0
    const twelve = shift >= 0 ? bits >>> shift : (bits << -shift) | ((state[word + 1] ?? 0) >>> (32 + shift))
    const two = pairs[twelve & 4095] ?? 0
    into[at + pair * 2] = two & 255
    into[at + pair * 2 + 1] = two >>> 8
  }
  into[at + pairsPerHash * 2] = digits[((state[7] ?? 0) << 2) & sixBits] ?? 0
}

function padded(key: Uint8Array, pad: number): Buffer {
  const block = Buffer.alloc(blockBytes)
  block.set(key)
  return Buffer.from(block.map(byte => byte ^ pad))
}

function afterBlock(block: Buffer): Sha256 {
  const state = sha256Start()
  addBlock(state, new DataView(block.buffer, block.byteOffset), 0)
  return state
}

function ofLong(inner: Buffer, outer: Buffer, text: string): string {
  const digest = hash('sha256', Buffer.concat([inner, Buffer.from(text)]), 'buffer')
  return hash('sha256', Buffer.concat([outer, digest]), 'base64url')
}
