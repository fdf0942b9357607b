import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { beforeAll, expect, test } from 'vitest'
import { builtConsole } from './built-console.ts'

type Chunk = { file: string; css?: string[]; imports?: string[]; dynamicImports?: string[]; isEntry?: boolean }

const firstLoadBytesMax = 250 * 1024
let folder = ''
let manifest: Record<string, Chunk> = {}

beforeAll(async () => {
  folder = await builtConsole({ mode: 'production' })
  manifest = JSON.parse(readFileSync(join(folder, '.vite/manifest.json'), 'utf8'))
})

/** Everything that is loaded with a chunk. */
function loadedWith(name: string, found = new Set<string>()): Set<string> {
  const chunk = manifest[name]
  if (!chunk || found.has(chunk.file)) return found
  found.add(chunk.file)
  for (const file of chunk.css ?? []) found.add(file)
  for (const imported of chunk.imports ?? []) loadedWith(imported, found)
  return found
}

test('the first load, style included, is at most 250 KB gzipped', () => {
  const bytes = [...loadedWith('index.html')].map(
    file => gzipSync(readFileSync(join(folder, file)), { level: 9 }).length,
  )
  expect(bytes.reduce((sum, length) => sum + length, 0)).toBeLessThanOrEqual(firstLoadBytesMax)
})

test('schemas are loaded on demand, never with a screen', () => {
  const screens = Object.entries(manifest).filter(
    ([name]) => name === 'index.html' || /^src.*|^(?!_|node_modules).*\.tsx$/.test(name),
  )
  expect(screens.length).toBeGreaterThan(3)
  const withZod = screens.filter(([name]) =>
    [...loadedWith(name)].some(file => readFileSync(join(folder, file), 'utf8').includes('ZodError')),
  )
  expect(withZod.map(([name]) => name)).toEqual([])
})

test('every text file has its compressed copies', () => {
  for (const file of loadedWith('index.html')) {
    if (readFileSync(join(folder, file)).length < 1024) continue
    expect([existsSync(join(folder, `${file}.br`)), existsSync(join(folder, `${file}.gz`))]).toEqual([true, true])
  }
})
