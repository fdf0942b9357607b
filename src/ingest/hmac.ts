import { hash } from 'node:crypto'
import { addBlock, blockBytes, type Sha256, sha256Start } from './sha256.ts'

const digestBytes = 32
/** The bit that ends a message, and its length in bits, are 9 bytes. */
const endBytes = 9
/** Beyond so many blocks the hash of node:crypto is faster than ours. */
const blocksMax = 4

/**
 * HMAC-SHA-256 (RFC 2104) with one key for many short texts, as base64url. What the key alone comes to is hashed once, so that a
 * short text costs two blocks. The key has at most 64 bytes.
 */
export function hmacWith(key: Uint8Array): (text: string) => string {
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

  return text => {
    const bytes = message.write(text)
    if (bytes + endBytes > message.length) return ofLong(inner, outer, text)
    const end = Math.ceil((bytes + endBytes) / blockBytes) * blockBytes
    message[bytes] = 0x80
    message.fill(0, bytes + 1, end)
    messageView.setUint32(end - 4, (blockBytes + bytes) * 8)
    state.set(innerState)
    for (let at = 0; at < end; at += blockBytes) addBlock(state, messageView, at)
    for (let word = 0; word < state.length; word += 1) lastView.setInt32(word * 4, state[word] ?? 0)
    state.set(outerState)
    addBlock(state, lastView, 0)
    for (let word = 0; word < state.length; word += 1) messageView.setInt32(word * 4, state[word] ?? 0)
    return message.toString('base64url', 0, digestBytes)
  }
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
