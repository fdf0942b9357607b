import { globSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { describe, expect, it } from 'vitest'

const root = join(import.meta.dirname, '..')
const slices = [
  'access',
  'calculators',
  'definitions',
  'edge',
  'experiments',
  'flags',
  'health',
  'ingest',
  'live',
  'model',
  'ofrep',
  'operations',
  'otlp',
  'privacy',
  'quarantine',
  'reports',
  'segment',
  'web',
]

/** What each room may import besides itself; the first room whose path fits counts. Packages are written with npm: in front. */
const rules: { room: string; may: string[] }[] = [
  { room: 'src/contract', may: ['npm:zod'] },
  { room: 'src/core', may: ['src/contract', 'npm:zod', 'npm:jstat'] },
  { room: 'src/store', may: ['src/contract', 'src/core', 'node:', 'npm:'] },
  {
    room: 'src/http',
    may: ['src/contract', 'src/core', 'src/platform.ts', 'src/store/control/control-store.ts', 'node:', 'npm:'],
  },
  {
    room: `src/(${slices.join('|')})`,
    may: [
      'src/contract',
      'src/core',
      'src/http',
      'src/platform.ts',
      'src/config.ts',
      'src/store/.*/(control-store|event-store|table|reconciliation-sql|log).ts',
      'node:',
      'npm:',
    ],
  },
  // What runs in the browser; the two files that build it run in Node.
  {
    room: 'src/console(?!/build/|/vite\\.config)',
    may: ['src/contract', 'src/core', 'src/http/client.ts', 'npm:'],
  },
  { room: 'sdk/src', may: ['src/core/evaluate', 'type:src/contract', 'npm:@openfeature/', 'npm:react', 'node:'] },
]

type Import = { from: string; to: string; typeOnly: boolean }

function importsOf(file: string): Import[] {
  const text = readFileSync(join(root, file), 'utf8')
  return [...text.matchAll(/^(?:import|export)\s+(type\s)?[^'"]*?from\s+'([^']+)'|^import\s+'([^']+)'/gm)].map(
    ([, typeOnly, named, bare]) => {
      const target = named ?? bare ?? ''
      const to = target.startsWith('.')
        ? relative(root, join(root, dirname(file), target))
        : target.startsWith('node:')
          ? target
          : `npm:${target}`
      return { from: file, to, typeOnly: typeOnly !== undefined }
    },
  )
}

const files = globSync('{src,sdk/src}/**/*.{ts,tsx}', { cwd: root })
const imports = files.flatMap(importsOf)

describe('the house', () => {
  it.each(rules)('$room imports only what it may', ({ room, may }) => {
    const inRoom = new RegExp(`^${room}/`)
    const own = inRoom.exec.bind(inRoom)
    const broken = imports
      .filter(({ from }) => inRoom.test(from))
      .filter(({ from, to, typeOnly }) => {
        if (own(to)?.[0] === own(from)?.[0] && to.startsWith(own(from)?.[0] ?? ' ')) return false
        return !may.some(allowed =>
          allowed.startsWith('type:')
            ? typeOnly && new RegExp(`^${allowed.slice(5)}`).test(to)
            : new RegExp(`^${allowed}`).test(to),
        )
      })
    expect(broken.map(({ from, to }) => `${from} -> ${to}`)).toEqual([])
  })

  it('only main and the command line choose adapters', () => {
    const adapters = /^src\/store\/(control\/sqlite|events\/(duckdb|journal|rebuild))\.ts$/
    const users = imports.filter(
      ({ from, to, typeOnly }) => adapters.test(to) && !typeOnly && !from.startsWith('src/store/'),
    )
    expect(
      [...new Set(users.map(({ from }) => from))].filter(
        from => from !== 'src/main.ts' && !from.startsWith('src/cli/') && !from.startsWith('src/edge/'),
      ),
    ).toEqual([])
  })

  it('the SDK knows Node only where its name says so, and frameworks only in their own entries', () => {
    const own = (from: string) => from.replace('sdk/src/', '')
    const node = imports.filter(({ from, to }) => from.startsWith('sdk/') && to.startsWith('node:'))
    expect(node.map(({ from }) => own(from)).filter(file => !/^(node|file-.*)\.ts$/.test(file))).toEqual([])
    const framed = imports.filter(({ from, to }) => from.startsWith('sdk/') && to.startsWith('npm:'))
    expect(framed.map(({ from }) => own(from)).filter(file => !/^(openfeature|react)/.test(file))).toEqual([])
  })

  it('the core knows no clock, no randomness, no input and no output', () => {
    const guilty = files
      .filter(file => file.startsWith('src/core/'))
      .filter(file =>
        /Date\.now\(|new Date\(\)|Math\.random\(|process\.|console\.|fetch\(/.test(
          readFileSync(join(root, file), 'utf8'),
        ),
      )
    expect(guilty).toEqual([])
  })

  it('nothing is left for later or looked away from', () => {
    const marks = /\b(TODO|FIXME|XXX)\b|@ts-(ignore|expect-error|nocheck)|biome-ignore|\bas any\b/
    expect(files.filter(file => marks.test(readFileSync(join(root, file), 'utf8')))).toEqual([])
  })
})
