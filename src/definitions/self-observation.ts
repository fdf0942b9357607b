import { z } from 'zod'
import { EventDefinition } from '../contract/event-definition.ts'
import { observation } from '../contract/observation-routes.ts'
import { Project } from '../contract/project.ts'
import { selfProject } from '../core/model/self-project.ts'
import { authenticate, newSecret } from '../http/principal.ts'
import { type Server, serve } from '../http/server.ts'
import type { Platform } from '../platform.ts'
import type { Author } from '../store/control/control-store.ts'
import { startProject } from './starter.ts'

const environment = 'production'
const setting = 'self-observation-key'

const common = { owner: 'assay', purpose: 'console', source: 'client' } as const
const screen = { type: 'string', required: true, description: 'the pattern of its address, never the address' } as const
const project = Project.parse({
  key: selfProject,
  name: 'Assay itself',
  description: 'How this console is used: screens, steps and errors, without names, texts or addresses.',
})
const events = z.array(EventDefinition).parse([
  {
    ...common,
    key: 'screen_viewed',
    trigger: 'a screen of the console is shown',
    properties: { screen, width: { type: 'string', required: true, values: ['narrow', 'medium', 'wide'] } },
  },
  {
    ...common,
    key: 'wizard_step_reached',
    trigger: 'a step of the experiment wizard is shown',
    properties: { step: { type: 'string', required: true } },
  },
  {
    ...common,
    key: 'console_error',
    priority: 'high',
    trigger: 'the console itself fails',
    properties: {
      screen,
      name: { type: 'string', required: true, description: 'of the error, never its message' },
      during: { type: 'string', required: true, values: ['render', 'script', 'promise'] },
    },
  },
])

/** Gives the console what it needs to send its own events like any other app. */
export function serveSelfObservation({ platform, ...rest }: Server): void {
  serve({ platform, ...rest }, observation.begin, () => {
    const key = platform.config.selfObservation ? keyOf(platform) : undefined
    return { body: key === undefined ? {} : { sends: { project: selfProject, key } } }
  })
}

/** The key, made with its project when there is neither; undefined when somebody ended it or the name is taken. */
function keyOf(platform: Platform): string | undefined {
  const { control } = platform
  const kept = control.setting(setting)
  const known = control.get(selfProject, 'projects', selfProject)
  if (kept === undefined && known === undefined) return control.transaction(() => makeProject(platform))
  return known?.meta.status === 'active' && authenticate(control, kept) !== undefined ? kept : undefined
}

function makeProject({ control, now, randomBytes }: Platform): string {
  const author: Author = { by: 'assay', at: new Date(now()).toISOString(), why: 'the console observes itself' }
  const create = { project: selfProject, action: 'create', expected: 'absent', status: 'active' } as const
  control.change({ ...create, noun: 'projects', key: selfProject, definition: project }, author)
  startProject(control, selfProject, author)
  for (const definition of events)
    control.change({ ...create, noun: 'events', key: definition.key, definition }, author)
  const { id, secret, secretHash } = newSecret('client', randomBytes)
  const wanted = { kind: 'client', name: 'console', project: selfProject, environment } as const
  control.addKey({ id, ...wanted, createdAt: author.at, createdBy: author.by }, secretHash)
  control.note('', { noun: 'keys', key: id, action: 'create', facts: wanted }, author)
  // Client keys are in pages everybody can read, so this one may be kept as it is.
  control.keepSetting(setting, secret)
  return secret
}
