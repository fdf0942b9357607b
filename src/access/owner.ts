import { timingSafeEqual } from 'node:crypto'
import { hashOf, newSecret } from '../http/principal.ts'
import type { Platform } from '../platform.ts'

const codeSetting = 'welcome-code-hash'

/** What a first start hands to whoever started it: a link that works once, and a token. Undefined on every later start. */
export function welcomeOwner(platform: Platform): { code: string; token: string } | undefined {
  const { control, randomBytes } = platform
  return control.transaction(() => {
    if (control.setting('owner') !== undefined) return undefined
    control.keepSetting('owner', 'owner')
    const code = Buffer.from(randomBytes(24)).toString('base64url')
    control.keepSetting(codeSetting, hashOf(code))
    return { code, token: addOwnerToken(platform, 'owner') }
  })
}

/** Trades the code of the one-time link for a token of the owner; the code works once. */
export function redeemWelcome(platform: Platform, code: string): string | undefined {
  const { control } = platform
  return control.transaction(() => {
    const kept = control.setting(codeSetting)
    if (kept === undefined || !timingSafeEqual(Buffer.from(kept), Buffer.from(hashOf(code)))) return undefined
    control.keepSetting(codeSetting, undefined)
    return addOwnerToken(platform, 'owner')
  })
}

/** A new admin token for a program that runs with access to the data folder itself. */
export function addOwnerToken({ control, now, randomBytes }: Platform, name: string): string {
  const { id, secret, secretHash } = newSecret('token', randomBytes)
  control.addKey(
    { id, kind: 'token', name, role: 'admin', createdAt: new Date(now()).toISOString(), createdBy: 'first start' },
    secretHash,
  )
  return secret
}
