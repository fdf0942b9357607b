import { copyFile, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { defineConfig } from 'tsdown'

const folder = new URL('./', import.meta.url)
const described = JSON.parse(await readFile(new URL('package.json', folder), 'utf8'))
const sources: [entry: string, source: string][] = Object.entries(described.exports)

// Here the package is its source, so that nothing has to be built to work on it; what is published is `dist`, a package of its own.
async function describePackage({ outDir }: { outDir: string }): Promise<void> {
  const { private: _, exports: _sources, scripts: _scripts, devDependencies: _tools, ...published } = described
  const exports = Object.fromEntries(
    sources.map(([entry, source]) => {
      const name = source.replace('./src/', '').replace(/\.tsx?$/, '')
      return [entry, { types: `./${name}.d.ts`, default: `./${name}.js` }]
    }),
  )
  const text = JSON.stringify({ ...published, exports }, null, 2)
  await writeFile(join(outDir, 'package.json'), `${text}\n`)
  await copyFile(new URL('README.md', folder), join(outDir, 'README.md'))
  await copyFile(new URL('../LICENSE', folder), join(outDir, 'LICENSE'))
}

export default defineConfig({
  entry: sources.map(([, source]) => source),
  format: 'esm',
  platform: 'node',
  target: 'es2023',
  dts: true,
  fixedExtension: false,
  onSuccess: describePackage,
})
