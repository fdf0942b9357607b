import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import Provider from 'oidc-provider'

/** What the provider says about somebody, by the name they sign in with there. */
export type Account = { email?: string; email_verified?: boolean; name?: string }

export type IdentityProvider = {
  issuer: string
  accounts: Record<string, Account>
  /** Does there what a person would, from the address Assay sends them to up to the one they are sent back to. */
  signIn(address: string, account: string): Promise<string>
  /** The same for somebody who thinks better of it. */
  abort(address: string): Promise<string>
  close(): void
}

/** A real provider on this machine that knows one client, `assay`, and insists on PKCE. */
export async function startIdentityProvider(options: { claimsInToken?: boolean } = {}): Promise<IdentityProvider> {
  const server = createServer()
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const accounts: Record<string, Account> = {}
  const provider = new Provider(issuer, {
    clients: [
      { client_id: 'assay', client_secret: 'a secret of theirs', redirect_uris: ['http://test/sign-in/oidc/callback'] },
    ],
    claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name'] },
    conformIdTokenClaims: options.claimsInToken !== true,
    cookies: { keys: ['test'] },
    findAccount: (_: unknown, accountId: string) => ({
      accountId,
      claims: () => ({ sub: accountId, ...accounts[accountId] }),
    }),
    pkce: { required: () => true },
    ttl: { Interaction: 3600, Session: 3600, Grant: 3600, AccessToken: 3600, IdToken: 3600 },
  })
  server.on('request', provider.callback())
  return {
    issuer,
    accounts,
    async signIn(address, account) {
      const visit = visitor(issuer)
      const login = await visit(address)
      const consent = await visit(login, { prompt: 'login', login: account, password: 'any' })
      return visit(consent, { prompt: 'consent' })
    },
    async abort(address) {
      const visit = visitor(issuer)
      return visit(`${await visit(address)}/abort`)
    },
    close: () => void server.close(),
  }
}

/** Follows redirects with cookies, as long as they stay at the provider; answers where they end. */
function visitor(issuer: string) {
  const cookies = new Map<string, string>()
  return async function visit(address: string, form?: Record<string, string>): Promise<string> {
    const headers = { cookie: [...cookies].map(pair => pair.join('=')).join('; ') }
    const response = await fetch(address, {
      headers,
      redirect: 'manual',
      ...(form === undefined ? {} : { method: 'POST', body: new URLSearchParams(form) }),
    })
    for (const line of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
      cookies.set(name, value)
    }
    const location = response.headers.get('location')
    if (location === null) return address
    const next = new URL(location, address)
    return next.origin === issuer ? visit(next.href) : next.href
  }
}
