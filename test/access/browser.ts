import type { HttpBindings } from '@hono/node-server'
import { signInLink } from '../../src/access/links.ts'
import { newMember } from '../../src/access/member.ts'
import type { Role } from '../../src/contract/access.ts'
import type { Session } from '../../src/contract/member.ts'
import { sessions } from '../../src/contract/session-routes.ts'
import { type ApiClient, apiClient } from '../../src/http/client.ts'
import type { TestAssay } from '../assay.ts'

/** As much of a browser as sign-ins need: it keeps cookies, says where a request was made, and sends the session's token. */
export type Browser = {
  call: ApiClient
  request(path: string, init?: RequestInit): Promise<Response>
  cookies: Map<string, string>
  /** The Set-Cookie headers of the last answer. */
  lastCookies(): string[]
  csrf: string
  /** Takes the token of a session. */
  hold(session: { body: Session }): Session
}

const origin = 'http://test'

/** Opens a browser at an Assay in this process. `address` is where its requests come from. */
export function openBrowser(assay: Pick<TestAssay, 'fetch'>, address = '192.0.2.1'): Browser {
  const cookies = new Map<string, string>()
  let last: string[] = []
  const connection = { incoming: { socket: { remoteAddress: address } } } as HttpBindings
  const send = async (request: Request): Promise<Response> => {
    if (cookies.size > 0) request.headers.set('cookie', [...cookies].map(pair => pair.join('=')).join('; '))
    if (!request.headers.has('origin') && request.method !== 'GET') request.headers.set('origin', origin)
    const response = await assay.fetch(request, connection)
    last = response.headers.getSetCookie()
    for (const line of last) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
      if (value === '') cookies.delete(name)
      else cookies.set(name, value)
    }
    return response
  }
  const browser: Browser = {
    call: apiClient({ url: origin, fetch: send, headersFor: () => ({ 'x-assay-csrf': browser.csrf }) }),
    request: (path, init) => send(new Request(new URL(path, origin), init)),
    cookies,
    lastCookies: () => last,
    csrf: '',
    hold({ body }) {
      browser.csrf = body.csrf
      return body
    },
  }
  return browser
}

/** A new member and the browser they are signed in with, by a link. */
export async function signedInAs(assay: TestAssay, role: Role, project?: string) {
  const { platform } = assay
  const email = `${role}${platform.control.members({ limit: 1000 }).length}@shop.example`
  const author = { by: 'test', at: new Date(assay.clock.ms).toISOString() }
  const member = newMember(platform, { name: `The ${role}`, email, role, ...(project ? { project } : {}) }, author)
  const browser = openBrowser(assay)
  const { code } = signInLink(platform, { url: origin, member: member.id })
  browser.hold(await browser.call(sessions.redeem, { body: { code } }))
  return { member: { ...member, email }, browser }
}
