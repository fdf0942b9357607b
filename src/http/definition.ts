import { type Noun, nouns, type RecordOf } from '../contract/noun.ts'
import type { Change, ControlStore, Stored } from '../store/control/control-store.ts'
import { problem } from './problem.ts'
import type { Call } from './server.ts'

type Params = { project?: string; key?: string }

/** A definition as it is answered: itself, and what the server knows about it. */
export function resourceOf<N extends Noun>(stored: Stored<N>): RecordOf<N> & { meta: Stored<N>['meta'] } {
  return { ...stored.definition, meta: stored.meta }
}

/** One definition, or the problem that there is none. */
export function find<N extends Noun>(control: ControlStore, noun: N, params: Params): Stored<N> {
  const key = params.key ?? ''
  const stored = control.get(projectFor(noun, params), noun, key)
  if (!stored) throw problem('not-found', { detail: `there is no ${nouns[noun].one} ${key}` })
  return stored
}

/** Keeps a change, or says why it came too late. */
export function keep<N extends Noun>(
  control: ControlStore,
  change: Change<N>,
  call: Call,
  why: string | undefined,
): Stored<N> {
  const kept = control.change(change, call.author(why))
  if (kept === 'exists')
    throw problem('already-exists', {
      detail: `there is a ${nouns[change.noun].one} ${change.key} already, perhaps archived`,
    })
  if (kept === 'missing') throw problem('not-found')
  if (kept === 'conflict') throw problem('conflict')
  return kept
}

/** Refuses a change made against any other version than the current one, before anything else is said about it. */
export function requireVersion(stored: Stored<Noun>, call: Call): void {
  if (stored.meta.version !== call.version) {
    throw problem('conflict', {
      detail: `you changed version ${call.version}; the current one is ${stored.meta.version}`,
    })
  }
}

/** The project a definition is kept under; a project is kept under itself. */
export function projectFor(noun: Noun, params: Params): string {
  return (noun === 'projects' ? params.key : params.project) ?? ''
}

/** The project in a path, which must exist and be active. */
export function projectOf(control: ControlStore, params: Params): string {
  const project = params.project ?? ''
  if (project !== '' && !control.snapshot(project).projects.has(project))
    throw problem('not-found', { detail: `there is no project ${project}` })
  return project
}
