import type { Configuration } from '../../src/contract/configuration.ts'
import type { Context } from '../../src/core/evaluate/context.ts'
import { evaluate, type FlagProgram } from '../../src/core/evaluate/evaluate.ts'
import { compileFlags, type Parts } from '../../src/core/evaluate/program.ts'
import type { Resolution } from '../../src/core/evaluate/resolution.ts'
import { type Client, type Details, refusal } from './client.ts'
import { connect } from './connection.ts'
import { exposureRecorder } from './exposures.ts'
import { type Assignments, type ClientOptions, settingsOf } from './options.ts'
import { type Sticky, stickyOf } from './sticky.ts'
import type { SafeStorage } from './storage.ts'
import { listen } from './stream.ts'

/** What a client evaluates with: the parts that are there, and a way to the operators that are not. */
export type Machinery = Parts & { readonly loadRare?: () => Promise<Parts['rare']> }

/** A client that evaluates in this process; see the entries for those with their machinery in place. */
export function createLocalClient(options: ClientOptions, machinery: Machinery): Client {
  const settings = settingsOf(options)
  const { storage, record, context: standing, attempt, changed, start } = connect(settings)
  const recordExposures = exposureRecorder(settings.exposuresMax, record)
  const assignments = settings.assignments ?? (storage && assignmentsIn(storage))
  let { rare } = machinery
  // The configuration heard of last, which may still wait for its operators.
  let newest: Configuration | undefined
  let flags: ReadonlyMap<string, FlagProgram> | undefined
  let sticky: Sticky | undefined
  let version: string | undefined

  // At once, unless operators have to be loaded first.
  function accept(configuration: Configuration): Promise<void> | undefined {
    // The server has checked every detail; this only tells a configuration from an error page or another format.
    if (configuration.format !== 1 || configuration.hash !== 'murmur3-32') throw configuration
    newest = configuration
    if (!rare && /"(matches|semver)/.test(JSON.stringify(configuration))) return load(configuration)
    activate(configuration)
    return
  }

  // Never rejects.
  async function load(configuration: Configuration): Promise<void> {
    try {
      rare = await machinery.loadRare?.()
    } catch (cause) {
      // Only the flags that need them fail.
      settings.report('configuration', 'no operators', cause)
    }
    if (configuration === newest) attempt('configuration', () => activate(configuration))
  }

  function activate(configuration: Configuration): void {
    if (configuration.version === version) return
    const compiled = compileFlags(configuration, { ...machinery, rare })
    sticky = assignments && attempt('configuration', () => stickyOf(configuration, assignments))
    flags = compiled
    version = configuration.version
    attempt('configuration', () => settings.onChange(configuration.version))
    changed()
  }

  function answer(flag: string, context: Context, remember: boolean): Resolution {
    const resolution = evaluate(flags?.get(flag), flag, context)
    if (!sticky || resolution.variant === undefined) return resolution
    return attempt('evaluation', () => sticky?.(flag, resolution, context, remember)) ?? resolution
  }

  function resolve<T>(flag: string, standard: T, context: Context, record: boolean): Details<T> {
    if (!flags) return refusal(standard, 'PROVIDER_NOT_READY', 'no configuration')
    const resolution = answer(flag, context, record)
    const { value, variant } = resolution
    if (variant === undefined) return { ...resolution, value: standard }
    const fits = typeof standard === 'object' ? flags.get(flag)?.type === 'json' : typeof value === typeof standard
    if (!fits) return refusal(standard, 'TYPE_MISMATCH', `not of type ${typeof standard}`)
    if (record && resolution.exposures !== undefined) expose(resolution, context)
    return resolution as Details<T>
  }

  function value<T>(flag: string, standard: T, context: Context = standing()): T {
    return resolve(flag, standard, context, true).value
  }

  // Most calls come past here with nothing new, which `attempt` would make dearer than it is.
  function expose({ exposures = [] }: Resolution, context: Context): void {
    try {
      recordExposures(exposures, context)
    } catch (cause) {
      settings.report('capture', 'failed', cause)
    }
  }

  const first = settings.bootstrap ?? storage?.read('c')
  if (first) attempt('configuration', () => accept(typeof first === 'string' ? JSON.parse(first) : first))

  const connected = start({
    path: '/sdk/v1/config',
    prepare: () => [
      version ? { headers: { 'if-none-match': `"${version}"` } } : {},
      async said => {
        await accept(said as Configuration)
        storage?.write('c', JSON.stringify(said))
      },
    ],
    listen: settings.stream === false ? undefined : listen,
    version: () => version,
  })

  return {
    ...connected,
    boolean: value,
    string: value,
    number: value,
    json: value,
    details: (flag, standard, context = standing()) => resolve<never>(flag, standard as never, context, true),
    peek: (flag, standard, context = standing()) => resolve<never>(flag, standard as never, context, false),
    exposed: (flag, context = standing()) => expose(answer(flag, context, true), context),
  }
}

function assignmentsIn({ read, write }: SafeStorage): Assignments {
  return { get: key => read(`s.${key}`), set: (key, variant) => write(`s.${key}`, variant) }
}
