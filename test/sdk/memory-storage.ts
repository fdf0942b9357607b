import type { ClientStorage } from '../../sdk/src/options.ts'

/** A storage like `localStorage`, in memory, that throws when it would hold more than so many characters. */
export function memoryStorage(charactersMax = 5_000_000): ClientStorage & { readonly entries: Map<string, string> } {
  const entries = new Map<string, string>()
  return {
    entries,
    get length() {
      return entries.size
    },
    key: at => Array.from(entries.keys())[at] ?? null,
    getItem: name => entries.get(name) ?? null,
    setItem: (name, text) => {
      let characters = name.length + text.length
      for (const [other, kept] of entries) if (other !== name) characters += other.length + kept.length
      if (characters > charactersMax) throw new DOMException('The quota has been exceeded.', 'QuotaExceededError')
      entries.set(name, text)
    },
    removeItem: name => void entries.delete(name),
  }
}

/** A storage that must not be used at all. */
export const forbiddenStorage: ClientStorage = new Proxy({} as ClientStorage, {
  get: () => {
    throw new DOMException('Access is denied for this document.', 'SecurityError')
  },
})
