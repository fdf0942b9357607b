import type { ClientStorage, Settings } from './options.ts'

/** Text kept under names of this client's own. Nothing throws: what cannot be kept is not, and that is reported once. */
export type SafeStorage = {
  readonly read: (name: string) => string | undefined
  /** Whether it could be kept. */
  readonly write: (name: string, text: string) => boolean
  readonly remove: (name: string) => void
  readonly names: () => string[]
}

/** The storage of the settings; undefined when there is none. Clients share it exactly when they share address and key. */
export function safeStorage({ storage, url, key, report }: Settings): SafeStorage | undefined {
  if (storage === false || (!storage && typeof document === 'undefined')) return undefined
  let hash = 0
  for (const point of url + key) hash = (Math.imul(hash, 31) + (point.codePointAt(0) ?? 0)) | 0
  const prefix = `assay.${hash}.`
  let told = false

  function attempt<T>(work: (kept: ClientStorage) => T): T | undefined {
    try {
      // Where storage is forbidden, naming it is enough to make the browser throw.
      return work(storage || localStorage)
    } catch (cause) {
      if (!told) report('storage', 'no storage', cause)
      told = true
    }
  }

  return {
    read: name => attempt(kept => kept.getItem(prefix + name)) ?? undefined,
    write: (name, text) => attempt(kept => kept.setItem(prefix + name, text) ?? true) === true,
    remove: name => attempt(kept => kept.removeItem(prefix + name)),
    names: () =>
      attempt(kept => Array.from({ length: kept.length }, (_, at) => `${kept.key(at)}`))?.flatMap(name =>
        name.startsWith(prefix) ? name.slice(prefix.length) : [],
      ) ?? [],
  }
}
