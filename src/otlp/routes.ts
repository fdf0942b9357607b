import type { Configuration } from '../contract/configuration.ts'
import type { BatchAnswer } from '../contract/event.ts'
import { problems } from '../contract/problem.ts'
import { otlp } from '../contract/standard-routes.ts'
import { contentLimit, contentOf } from '../http/content.ts'
import type { FlagEvaluations } from '../http/flag-evaluations.ts'
import { apiKeyOf, guard } from '../http/guard.ts'
import { eventsMax, type Intake, senderOf } from '../http/intake.ts'
import { problem } from '../http/problem.ts'
import { documented, type Server } from '../http/server.ts'
import { allocationSource } from './allocation.ts'
import { answerOf, failureOf } from './answer.ts'
import { encodingOf, recordsIn } from './body.ts'
import { type Collected, collect } from './collect.ts'

type Configurations = (project: string, environment: string, audience: 'server') => Configuration | undefined

/** Events and exposures for every OpenTelemetry client, over OTLP/HTTP. */
export function serveOtlp(
  server: Server,
  configurations: Configurations,
  intake: Intake,
  evaluations: Pick<FlagEvaluations, 'note'>,
): void {
  const { app, platform } = server
  const allocationIn = allocationSource()
  const guarded = guard(server, 'sdk', 'project', apiKeyOf)

  app.openAPIRegistry.registerPath(documented(otlp.logs))
  app.post(otlp.logs.path, guarded, contentLimit, async c => {
    const encoding = encodingOf(c.req.header('content-type'))
    if (encoding === undefined)
      throw problem('unsupported-encoding', {
        detail: 'the content type must be application/json or application/x-protobuf',
      })
    const fail = (code: keyof typeof problems, detail: string = problems[code][1], retryAfterSeconds?: number) =>
      failureOf(encoding, problems[code][0], detail, retryAfterSeconds)
    const content = await contentOf(c)
    if ('problem' in content) return fail(content.problem, content.detail)
    const records = recordsIn(content, encoding)
    if ('malformed' in records) return fail('malformed-body', records.malformed)
    if (records.length > eventsMax)
      return fail('too-large', `${records.length} log records; at most ${eventsMax} are taken at once`)

    const sender = senderOf(c.get('principal'))
    const { projects, events } = platform.control.snapshot(sender.project)
    const configuration = configurations(sender.project, sender.environment, 'server')
    const collected = collect(records, {
      unitFields: Object.values(projects.get(sender.project)?.definition.units ?? {}),
      isDefined: name => events.has(name),
      nowMs: platform.now(),
      allocation: configuration === undefined ? undefined : allocationIn(configuration),
    })
    const taken = await intake(sender, { items: collected.events })
    if ('problem' in taken) return fail(taken.problem, taken.detail, taken.retryAfterSeconds)
    for (const flag of collected.evaluated) evaluations.note(sender.project, sender.environment, flag)
    return answerOf(encoding, {
      rejected: collected.nameless + collected.unitless,
      message: messageOf(collected, taken.answer),
    })
  })
}

function messageOf({ nameless, unitless }: Collected, { quarantined, verdicts }: BatchAnswer): string {
  const first = verdicts.find(verdict => verdict.verdict === 'quarantined')
  return [
    nameless > 0 ? `${nameless} log records have no event name: they are logs, and only events are taken.` : '',
    unitless > 0
      ? `${unitless} evaluations of flags under experiment do not say whose they are: set feature_flag.context.id.`
      : '',
    first?.verdict === 'quarantined' && quarantined > 0
      ? `${quarantined} events are kept aside until they fit the model, the first because of ${first.reason}: ${first.detail}.`
      : '',
  ]
    .filter(sentence => sentence !== '')
    .join(' ')
}
