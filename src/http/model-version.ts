import { hash } from 'node:crypto'
import type { Model } from '../contract/model.ts'
import { canonicalJson, modelOf } from '../core/model/canonical.ts'
import type { Snapshot } from '../store/control/control-store.ts'

/** The version of a model: the SHA-256 of its canonical JSON. */
export function modelVersion(model: Model): string {
  return hash('sha256', canonicalJson(model), 'hex')
}

const known = new WeakMap<Snapshot, string>()

/** The version of the model a project has, made once for each of its snapshots. */
export function currentModelVersion(snapshot: Snapshot): string {
  const found = known.get(snapshot)
  if (found !== undefined) return found
  const version = modelVersion(modelOf(snapshot))
  known.set(snapshot, version)
  return version
}
