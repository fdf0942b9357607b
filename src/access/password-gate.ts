import { problem } from '../http/problem.ts'
import type { Call } from '../http/server.ts'
import type { Platform } from '../platform.ts'
import { createPasswords } from './passwords.ts'
import { createThrottle } from './throttle.ts'

/** The one place passwords go through: slow to guess, slow to compute, and never in the way of the events. */
export type PasswordGate = {
  /** Resolves when the password is the one kept, else throws the problem; `who` is whose guesses are counted. */
  require(
    call: Pick<Call, 'address' | 'requestId'>,
    who: string,
    password: string,
    kept: string | undefined,
  ): Promise<void>
  /** The text to keep of a new password. */
  hash(password: string): Promise<string>
}

const busySeconds = 5

export function createPasswordGate({
  randomBytes,
  now,
  log,
}: Pick<Platform, 'randomBytes' | 'now' | 'log'>): PasswordGate {
  const passwords = createPasswords(randomBytes)
  // Behind one address there may be many people, behind one e-mail only one.
  const ofAddress = createThrottle({ burst: 30, everySeconds: 10, keysMax: 50_000, now })
  const ofMember = createThrottle({ burst: 10, everySeconds: 60, keysMax: 50_000, now })

  return {
    async require(call, who, password, kept) {
      const address = call.address()
      const waitSeconds = ofAddress.take(address) || ofMember.take(who)
      if (waitSeconds > 0) throw problem('too-many-attempts', { retryAfterSeconds: waitSeconds })
      const fits = await passwords.fits(password, kept)
      if (fits === false) {
        log.warn({ requestId: call.requestId, address }, 'a password did not fit')
        throw problem('sign-in-failed')
      }
      ofAddress.giveBack(address)
      ofMember.giveBack(who)
      if (fits === 'busy') throw problem('too-many-attempts', { retryAfterSeconds: busySeconds })
    },
    async hash(password) {
      const kept = await passwords.hash(password)
      if (kept === 'busy') throw problem('too-many-attempts', { retryAfterSeconds: busySeconds })
      return kept
    },
  }
}
