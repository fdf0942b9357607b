import { gzipSync } from 'node:zlib'
import { build } from 'esbuild'

const aimBytes = 10_240
const entry = new URL('../sdk/src/index.ts', import.meta.url).pathname

/** Prints what the SDK with local evaluation costs a browser: minified, gzipped, in bytes, and which files weigh most. */
export async function run(): Promise<void> {
  const { outputFiles, metafile } = await build({
    entryPoints: [entry],
    bundle: true,
    minify: true,
    format: 'esm',
    platform: 'browser',
    target: 'es2023',
    write: false,
    metafile: true,
    outfile: 'sdk.js',
  })
  const [output] = outputFiles
  if (output === undefined) throw new Error('esbuild gave no output')
  const bytes = gzipSync(output.contents, { level: 9 }).length
  console.log(
    `sdk size: ${bytes} bytes gzipped, ${output.contents.length} minified; ${((100 * bytes) / aimBytes).toFixed(0)} % of the aim of ${aimBytes}`,
  )
  const inputs = Object.values(metafile.outputs).flatMap(({ inputs }) => Object.entries(inputs))
  for (const [file, { bytesInOutput }] of inputs
    .toSorted((a, b) => b[1].bytesInOutput - a[1].bytesInOutput)
    .slice(0, 40)) {
    console.log(`  ${String(bytesInOutput).padStart(6)} minified  ${file}`)
  }
}

if (process.argv[1] === import.meta.filename) await run()
