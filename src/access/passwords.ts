import { type ScryptOptions, scrypt, timingSafeEqual } from 'node:crypto'
import { promisify } from 'node:util'

/** Hashes passwords and checks them, one at a time; 'busy' when too many wait for it already. */
export type Passwords = {
  /** The text to keep of a password. */
  hash(password: string): Promise<string | 'busy'>
  /** Whether a password is the one kept; without a kept one it takes the same time to say no. */
  fits(password: string, kept: string | undefined): Promise<boolean | 'busy'>
}

// The second of OWASP's recommended settings: 128 MB and a third of a second, for us and for whoever steals the hashes.
const cost = { N: 2 ** 17, r: 8, p: 1 }
const memoryBytesMax = 2 ** 28
const saltBytes = 16
const hashBytes = 32
const waitingMax = 20

const derive = promisify<string, Buffer, number, ScryptOptions, Buffer>(scrypt)
const form = /^scrypt\$(\d{1,9})\$(\d{1,3})\$(\d{1,3})\$([\w-]+)\$([\w-]+)$/

/** The passwords of a process. One at a time, so that sign-ins take neither the memory nor the threads events need. */
export function createPasswords(randomBytes: (length: number) => Uint8Array): Passwords {
  const decoy = textOf(Buffer.from(randomBytes(saltBytes)), Buffer.from(randomBytes(hashBytes)))
  let waiting = 0
  let last: Promise<unknown> = Promise.resolve()

  async function inTurn<T>(work: () => Promise<T>): Promise<T | 'busy'> {
    if (waiting >= waitingMax) return 'busy'
    waiting += 1
    const mine = last.then(work)
    last = mine.catch(() => {
      // Whoever asked for it hears of it; the next one in turn does not mind.
    })
    try {
      return await mine
    } finally {
      waiting -= 1
    }
  }

  return {
    hash: password =>
      inTurn(async () => {
        const salt = Buffer.from(randomBytes(saltBytes))
        return textOf(salt, await derived(password, salt, cost))
      }),
    fits: (password, kept) =>
      inTurn(async () => {
        const [, N, r, p, salt = '', hash = ''] = form.exec(kept ?? decoy) ?? []
        const wanted = Buffer.from(hash, 'base64url')
        const given = await derived(password, Buffer.from(salt, 'base64url'), {
          N: Number(N),
          r: Number(r),
          p: Number(p),
        })
        return wanted.length === given.length && timingSafeEqual(wanted, given) && kept !== undefined
      }),
  }
}

/** The same characters can be typed as different code points. */
function derived(password: string, salt: Buffer, { N, r, p }: typeof cost): Promise<Buffer> {
  return derive(password.normalize('NFKC'), salt, hashBytes, { N, r, p, maxmem: memoryBytesMax })
}

function textOf(salt: Buffer, hash: Buffer): string {
  const { N, r, p } = cost
  return `scrypt$${N}$${r}$${p}$${salt.toString('base64url')}$${hash.toString('base64url')}`
}
