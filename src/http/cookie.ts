import { parse, serialize } from 'hono/utils/cookie'
import type { Platform } from '../platform.ts'

type Config = Platform['config']

/** The cookies this server sets. */
export type CookieName = 'assay_session' | 'assay_sign_in'

/** The value of one of our cookies in a Cookie header. */
export function cookieIn(config: Config, header: string | undefined, name: CookieName): string | undefined {
  const full = fullName(config, name)
  return header === undefined ? undefined : parse(header, full)[full]
}

/**
 * A Set-Cookie header. Scripts cannot read the cookie, other sites cannot send it with anything but a link, and where
 * people come by https neither subdomains nor plain http can set or see it. No value removes it.
 */
export function setCookie(config: Config, name: CookieName, value: string | undefined, maxAgeSeconds = 0): string {
  return serialize(fullName(config, name), value ?? '', {
    path: '/',
    httpOnly: true,
    sameSite: 'Lax',
    secure: isHttps(config),
    maxAge: value === undefined ? 0 : maxAgeSeconds,
  })
}

function fullName(config: Config, name: CookieName): string {
  return isHttps(config) ? `__Host-${name}` : name
}

function isHttps({ publicUrl }: Config): boolean {
  return publicUrl !== undefined && new URL(publicUrl).protocol === 'https:'
}
