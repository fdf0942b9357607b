/** How many bytes a block has. */
export const blockBytes = 64
export const wordsPerBlock = 16
export const wordsPerState = 8
export const rounds = 64

// FIPS 180-4, 4.2.2 and 5.3.3: the first 32 bits of the fractional parts of the roots of the first primes.
const primes = [...Array(312).keys()].filter(
  n => n > 1 && !Array.from({ length: n - 2 }, (_, m) => m + 2).some(m => n % m === 0),
)
const fraction = (root: number) => ((root - Math.floor(root)) * 2 ** 32) | 0
/** One for each round. */
export const roundConstants = Int32Array.from(primes, prime => fraction(Math.cbrt(prime)))
const words = new Int32Array(rounds)

/** How far a hash has come: its state after whole blocks. */
export type Sha256 = Int32Array

/** SHA-256 (FIPS 180-4) before the first block. */
export function sha256Start(): Sha256 {
  return Int32Array.from(primes.slice(0, wordsPerState), prime => fraction(Math.sqrt(prime)))
}

/** Adds the block of 64 bytes at a place to a state. */
export function addBlock(state: Sha256, bytes: DataView, at: number): void {
  const w = words
  for (let t = 0; t < wordsPerBlock; t += 1) w[t] = bytes.getInt32(at + t * 4)
  for (let t = wordsPerBlock; t < rounds; t += 1) {
    const x = w[t - 15] ?? 0
    const y = w[t - 2] ?? 0
    const s0 = ((x >>> 7) | (x << 25)) ^ ((x >>> 18) | (x << 14)) ^ (x >>> 3)
    const s1 = ((y >>> 17) | (y << 15)) ^ ((y >>> 19) | (y << 13)) ^ (y >>> 10)
    w[t] = (s1 + (w[t - 7] ?? 0) + s0 + (w[t - 16] ?? 0)) | 0
  }
  let a = state[0] ?? 0
  let b = state[1] ?? 0
  let c = state[2] ?? 0
  let d = state[3] ?? 0
  let e = state[4] ?? 0
  let f = state[5] ?? 0
  let g = state[6] ?? 0
  let h = state[7] ?? 0
  for (let t = 0; t < rounds; t += 1) {
    const s1 = ((e >>> 6) | (e << 26)) ^ ((e >>> 11) | (e << 21)) ^ ((e >>> 25) | (e << 7))
    const t1 = (h + s1 + ((e & f) ^ (~e & g)) + (roundConstants[t] ?? 0) + (w[t] ?? 0)) | 0
    const s0 = ((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10))
    const t2 = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0
    h = g
    g = f
    f = e
    e = (d + t1) | 0
    d = c
    c = b
    b = a
    a = (t1 + t2) | 0
  }
  state[0] = ((state[0] ?? 0) + a) | 0
  state[1] = ((state[1] ?? 0) + b) | 0
  state[2] = ((state[2] ?? 0) + c) | 0
  state[3] = ((state[3] ?? 0) + d) | 0
  state[4] = ((state[4] ?? 0) + e) | 0
  state[5] = ((state[5] ?? 0) + f) | 0
  state[6] = ((state[6] ?? 0) + g) | 0
  state[7] = ((state[7] ?? 0) + h) | 0
}
