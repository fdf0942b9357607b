import { type SegmentCall, segment } from '../contract/standard-routes.ts'
import { contentLimit, contentOf } from '../http/content.ts'
import { apiKeyOf, guard, type SecretOf } from '../http/guard.ts'
import { eventsMax, type Intake, senderOf, stableId } from '../http/intake.ts'
import { problem } from '../http/problem.ts'
import { documented, type Server } from '../http/server.ts'
import { callsIn, isCall } from './call.ts'
import { eventOf } from './event.ts'

/**
 * Events from every client of Segment's HTTP API. As with Segment, a call that came in is a success: what was kept aside is
 * seen in the quarantine, not in the answer.
 */
export function serveSegment(server: Server, intake: Intake): void {
  const { app, platform } = server
  const newId = () => stableId('call', Buffer.from(platform.randomBytes(16)).toString('hex'))

  for (const [call, route] of Object.entries(segment)) {
    const endpoint = call as SegmentCall
    const guarded = guard(server, route.access, 'project', writeKeyOf(endpoint))
    app.openAPIRegistry.registerPath(documented(route))
    app.on('POST', [route.path, `/v1/${endpoint.charAt(0)}`], contentLimit, guarded, async c => {
      const content = await contentOf(c)
      if ('problem' in content) throw problem(content.problem, content)
      const read = callsIn(content, endpoint)
      if ('malformed' in read) throw problem('malformed-body', { detail: read.malformed })
      if (read.calls.length > eventsMax)
        throw problem('too-large', { detail: `${read.calls.length} calls; at most ${eventsMax} are taken at once` })
      const sender = senderOf(c.get('principal'))
      const { projects, events } = platform.control.snapshot(sender.project)
      const rules = {
        units: projects.get(sender.project)?.definition.units ?? {},
        definitionOf: (name: string) => events.get(name)?.definition,
        sentAt: read.sentAt,
        nowMs: platform.now(),
        newId,
      }
      const taken = await intake(sender, {
        items: read.calls.map(each => (isCall(each) ? eventOf(each, rules) : each)),
      })
      if ('problem' in taken) throw problem(taken.problem, taken)
      return c.json({ success: true })
    })
  }
}

/** The user name of Basic authentication, a key as elsewhere, or for browsers, which send neither, the key in the body. */
function writeKeyOf(endpoint: SegmentCall): SecretOf {
  return async c => {
    const header = c.req.header('authorization')
    if (header?.startsWith('Basic '))
      return Buffer.from(header.slice(6), 'base64').toString('utf8').replace(/:.*$/s, '')
    const key = apiKeyOf(c)
    if (key !== undefined || header !== undefined) return key
    const content = await contentOf(c)
    const read = 'problem' in content ? undefined : callsIn(content, endpoint)
    return read !== undefined && 'writeKey' in read && typeof read.writeKey === 'string' ? read.writeKey : undefined
  }
}
