import { gzipSync } from 'node:zlib'
import { build, type Metafile } from 'esbuild'

/** What an entry of the SDK may cost a browser, in bytes, minified and gzipped. */
export const sizeAims = { remote: 6144, index: 10_240 } as const

const filesShown = 12

/** What an entry costs a browser, and what of it is whose, in minified bytes, heaviest first. */
export type BundleSize = {
  readonly gzippedBytes: number
  readonly minifiedBytes: number
  readonly files: readonly { readonly file: string; readonly minifiedBytes: number }[]
}

/** Bundles an entry of the SDK the way an app does, and weighs what a browser fetches before it can start. */
export async function bundleSize(entry: keyof typeof sizeAims): Promise<BundleSize> {
  const { outputFiles, metafile } = await build({
    entryPoints: [new URL(`../sdk/src/${entry}.ts`, import.meta.url).pathname],
    bundle: true,
    minify: true,
    format: 'esm',
    platform: 'browser',
    target: 'es2023',
    write: false,
    metafile: true,
    splitting: true,
    outdir: 'sdk',
  })
  const [first] = Object.entries(metafile.outputs).flatMap(([name, { entryPoint }]) =>
    entryPoint?.endsWith(`/${entry}.ts`) ? name : [],
  )
  if (first === undefined) throw new Error('esbuild gave no output')
  const fetched = fetchedAtOnce(first, metafile.outputs)
  const contents = outputFiles
    .filter(({ path }) => fetched.some(name => path.endsWith(name)))
    .map(each => each.contents)
  const files = fetched.flatMap(name =>
    Object.entries(metafile.outputs[name]?.inputs ?? {}).map(([file, { bytesInOutput }]) => ({
      file,
      minifiedBytes: bytesInOutput,
    })),
  )
  return {
    gzippedBytes: sum(contents.map(content => gzipSync(content, { level: 9 }).length)),
    minifiedBytes: sum(contents.map(({ length }) => length)),
    files: files.toSorted((a, b) => b.minifiedBytes - a.minifiedBytes),
  }
}

// An output and all that it imports before it runs; what it may import later is not fetched by then.
function fetchedAtOnce(name: string, outputs: Metafile['outputs'], seen = new Set<string>()): string[] {
  if (seen.has(name)) return []
  seen.add(name)
  for (const { path, kind } of outputs[name]?.imports ?? [])
    if (kind === 'import-statement') fetchedAtOnce(path, outputs, seen)
  return Array.from(seen)
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0)
}

/** Prints what the SDK costs a browser, without and with local evaluation, beside the aims. */
export async function run(): Promise<void> {
  for (const entry of ['remote', 'index'] as const) {
    const { gzippedBytes, minifiedBytes, files } = await bundleSize(entry)
    const share = ((100 * gzippedBytes) / sizeAims[entry]).toFixed(0)
    console.log(
      `sdk ${entry}: ${gzippedBytes} B gzipped, ${minifiedBytes} minified; ${share} % of ${sizeAims[entry]} B`,
    )
    for (const { file, minifiedBytes } of files.slice(0, filesShown))
      console.log(`  ${String(minifiedBytes).padStart(6)} minified  ${file}`)
  }
}

if (process.argv[1] === import.meta.filename) await run()
