import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { copyFile, mkdir, open, readdir, readFile, rename, stat, truncate } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { z } from 'zod'
import { syncDirectory } from '../store/events/journal-files.ts'
import type { Upkeep } from './upkeep.ts'

const Manifest = z.strictObject({
  format: z.literal(1),
  at: z.iso.datetime(),
  files: z.array(z.strictObject({ path: z.string(), bytes: z.int(), sha256: z.string() })),
})
type Manifest = z.infer<typeof Manifest>

const manifestName = 'backup.json'
const controlName = 'control.db'
const journalName = 'journal'

/** What a backup came to. */
export type Backup = { folder: string; files: number; bytes: number; at: string }

/**
 * Copies everything into a folder that is new or empty, while serving: the journal up to now and the control store as it is
 * after that, so that every event has its definition. The event store is left out; a restore makes it anew from the journal.
 */
export async function makeBackup(upkeep: Upkeep, folder: string): Promise<Backup | 'not-empty'> {
  const { control, journal, inTurn } = upkeep
  return inTurn(async () => {
    await mkdir(join(folder, journalName), { recursive: true })
    if ((await readdir(folder)).length > 1 || (await readdir(join(folder, journalName))).length > 0) return 'not-empty'
    await journal.rotate()
    const paths: string[] = []
    for (const file of journal.files()) {
      const path = join(journalName, basename(file.path))
      await copyFile(file.path, join(folder, path))
      // What a failed write left behind the last acknowledged group is not part of the file.
      await truncate(join(folder, path), file.bytes)
      paths.push(path)
    }
    control.copyTo(join(folder, controlName))
    const files: Manifest['files'] = []
    for (const path of [...paths, controlName]) files.push({ path, ...(await synced(join(folder, path))) })
    const manifest: Manifest = { format: 1, at: new Date(upkeep.now()).toISOString(), files }
    await writeDurably(folder, manifest)
    const bytes = files.reduce((sum, file) => sum + file.bytes, 0)
    return { folder, files: files.length, bytes, at: manifest.at }
  })
}

/** Copies a backup into a data folder that is new or empty, every file checked first; says what is wrong with it if it is not whole. */
export async function copyBackup(folder: string, dataDir: string): Promise<{ problem: string } | { at: string }> {
  const text = await readFile(join(folder, manifestName), 'utf8').catch(() => undefined)
  if (text === undefined) return { problem: `${folder} holds no finished backup: there is no ${manifestName} in it` }
  const manifest = Manifest.safeParse(parsed(text))
  if (!manifest.success) return { problem: `${manifestName} in ${folder} is damaged` }
  const { at, files } = manifest.data
  await mkdir(join(dataDir, journalName), { recursive: true })
  if ((await readdir(dataDir)).length > 1 || (await readdir(join(dataDir, journalName))).length > 0)
    return { problem: `${dataDir} is not empty` }
  for (const { path, sha256 } of files) {
    if (!isInside(path)) return { problem: `${path} is not a file of a backup` }
    const found = await fingerprint(join(folder, path)).catch(() => undefined)
    if (found !== sha256) return { problem: `${path} is not as it was written; take another backup` }
  }
  for (const { path } of files) {
    await copyFile(join(folder, path), join(dataDir, path))
    await synced(join(dataDir, path))
  }
  await syncDirectory(join(dataDir, journalName))
  await syncDirectory(dataDir)
  return { at }
}

/** JSON has no undefined, so undefined can mean that the text is not JSON. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function isInside(path: string): boolean {
  return path === controlName || /^journal\/[\w-]+\.ndjson(\.gz)?$/.test(path)
}

async function synced(path: string): Promise<{ bytes: number; sha256: string }> {
  const handle = await open(path, 'r+')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
  return { bytes: (await stat(path)).size, sha256: await fingerprint(path) }
}

/** The manifest comes last and at once: a folder without it is no backup. */
async function writeDurably(folder: string, manifest: Manifest): Promise<void> {
  const path = join(folder, manifestName)
  const handle = await open(`${path}.unfinished`, 'w')
  try {
    await handle.writeFile(JSON.stringify(manifest, undefined, 2))
    await handle.sync()
  } finally {
    await handle.close()
  }
  await syncDirectory(join(folder, journalName))
  await rename(`${path}.unfinished`, path)
  await syncDirectory(folder)
}

async function fingerprint(path: string): Promise<string> {
  const hash = createHash('sha256')
  for await (const chunk of createReadStream(path)) hash.update(chunk)
  return hash.digest('hex')
}
