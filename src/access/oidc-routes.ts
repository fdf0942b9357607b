import type { Context } from 'hono'
import { z } from 'zod'
import type { SignInProblem } from '../contract/member.ts'
import { localPath } from '../core/access/local-path.ts'
import { addressOf, originOf } from '../http/caller.ts'
import { cookieIn, setCookie } from '../http/cookie.ts'
import { problem } from '../http/problem.ts'
import type { Env, Server } from '../http/server.ts'
import { type Attempt, openProvider, type Provider } from './oidc.ts'
import { memberFor } from './oidc-member.ts'
import { signIn } from './session.ts'
import { createThrottle } from './throttle.ts'

const callbackPath = '/sign-in/oidc/callback'
const attemptSeconds = 600

/** What the browser remembers while it is at the provider. */
const Kept = z.strictObject({ state: z.string(), nonce: z.string(), verifier: z.string(), next: z.string() })

/** Signing in through the identity provider: there, and back to the place somebody wanted to see. */
export function serveOidc({ app, platform }: Server): void {
  const { config, control, randomBytes } = platform
  const configured = openProvider(platform)
  // Each return asks the provider, which others must not be able to do in our name.
  const throttle = createThrottle({ burst: 30, everySeconds: 10, keysMax: 50_000, now: platform.now })

  app.get('/sign-in/oidc', async (c: Context<Env>) => {
    const next = localPath(c.req.query('next')) ?? '/'
    const attempt = newAttempt(randomBytes)
    const to = await provider().start(`${originOf(c, config)}${callbackPath}`, attempt)
    if (!(to instanceof URL)) return sentBack(to)
    const kept = Buffer.from(JSON.stringify({ ...attempt, next })).toString('base64url')
    return redirect(to.href, [setCookie(config, 'assay_sign_in', kept, attemptSeconds)])
  })

  app.get(callbackPath, async (c: Context<Env>) => {
    const cookies = c.req.header('cookie')
    const kept = keptIn(cookieIn(config, cookies, 'assay_sign_in'))
    if (kept === undefined) return sentBack('expired')
    const { next, ...attempt } = kept
    const address = addressOf(c, config)
    if (throttle.take(address) > 0) return sentBack('unreachable')
    const answer = new URL(`${originOf(c, config)}${callbackPath}${new URL(c.req.url).search}`)
    const identity = await provider().finish(answer, attempt)
    if (typeof identity === 'string') return sentBack(identity)
    const begun = control.transaction(() => {
      const member = memberFor(platform, identity)
      return typeof member === 'string' ? member : signIn(platform, member, 'oidc', cookies)
    })
    if (typeof begun === 'string') return sentBack(begun)
    throttle.giveBack(address)
    return redirect(localPath(next) ?? '/', [setCookie(config, 'assay_sign_in', undefined), begun.cookie])
  })

  function provider(): Provider {
    if (configured === undefined)
      throw problem('not-found', {
        detail: 'no identity provider is set up here',
        hint: 'Sign in with e-mail and password; assay serve --help says how to set one up.',
      })
    return configured
  }

  /** An attempt is over, well or not: the cookie goes. */
  function sentBack(why: SignInProblem): Response {
    return redirect(`/sign-in?problem=${why}`, [setCookie(config, 'assay_sign_in', undefined)])
  }
}

function newAttempt(randomBytes: (length: number) => Uint8Array): Attempt {
  const random = () => Buffer.from(randomBytes(32)).toString('base64url')
  return { state: random(), nonce: random(), verifier: random() }
}

function keptIn(value: string | undefined): z.infer<typeof Kept> | undefined {
  try {
    return Kept.safeParse(JSON.parse(Buffer.from(value ?? '', 'base64url').toString('utf8'))).data
  } catch (error) {
    // Not JSON, so not ours.
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}

/** Addresses with codes in them are neither kept nor passed on. */
function redirect(to: string, cookies: string[]): Response {
  const headers = new Headers({ location: to, 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' })
  for (const cookie of cookies) headers.append('set-cookie', cookie)
  return new Response(null, { status: 302, headers })
}
