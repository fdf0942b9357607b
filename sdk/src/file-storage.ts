import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ClientStorage } from './options.ts'

/**
 * A folder as storage: one file for each name, replaced as a whole so that a crash leaves the old or the new. Several
 * processes may share it. Throws like the file system does.
 */
export function fileStorage(directory: string): ClientStorage {
  let listed: string[] = []
  const pathOf = (name: string) => join(directory, encodeURIComponent(name))

  return {
    get length() {
      listed = namesIn(directory)
      return listed.length
    },
    key: at => listed[at] ?? null,
    getItem: name => {
      try {
        return readFileSync(pathOf(name), 'utf8')
      } catch (error) {
        if (isMissing(error)) return null
        throw error
      }
    },
    setItem: (name, text) => {
      mkdirSync(directory, { recursive: true, mode: 0o700 })
      const path = pathOf(name)
      const draft = `${path}.${process.pid}.draft`
      writeFileSync(draft, text, { mode: 0o600 })
      renameSync(draft, path)
    },
    removeItem: name => rmSync(pathOf(name), { force: true }),
  }
}

function namesIn(directory: string): string[] {
  try {
    return readdirSync(directory)
      .filter(file => !file.endsWith('.draft'))
      .map(decodeURIComponent)
  } catch (error) {
    if (isMissing(error)) return []
    throw error
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT'
}
