import { readFile } from 'node:fs/promises'
import { join } from 'node:path'

/** A file of the built console as it goes over the wire. */
export type WebFile = { bytes: Uint8Array<ArrayBuffer>; type: string; encoding: 'br' | 'gzip' | undefined }

const types: Record<string, string> = {
  css: 'text/css; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  svg: 'image/svg+xml',
  png: 'image/png',
  woff2: 'font/woff2',
}
const copies = [
  ['br', '.br'],
  ['gzip', '.gz'],
] as const

/** Reads one file, in the smallest encoding made for it that the browser takes; undefined when there is no such file. */
export async function readWebFile(folder: string, name: string, acceptEncoding: string): Promise<WebFile | undefined> {
  const type = types[name.slice(name.lastIndexOf('.') + 1)]
  // A name and nothing else, so that no path leads out of the folder.
  if (type === undefined || !/^\w[\w.-]*$/.test(name)) return undefined
  const accepted = new Set(acceptEncoding.split(',').map(part => part.trim().split(';')[0]))
  for (const [encoding, ending] of copies) {
    if (!accepted.has(encoding)) continue
    const bytes = await readIfThere(join(folder, `${name}${ending}`))
    if (bytes) return { bytes, type, encoding }
  }
  const bytes = await readIfThere(join(folder, name))
  return bytes && { bytes, type, encoding: undefined }
}

/** The bytes of a file, or undefined when it does not exist. */
export async function readIfThere(path: string): Promise<Uint8Array<ArrayBuffer> | undefined> {
  try {
    return new Uint8Array(await readFile(path))
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}
