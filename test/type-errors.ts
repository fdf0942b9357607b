import { execFile } from 'node:child_process'
import { symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { tempFolder } from './assay.ts'

const root = join(import.meta.dirname, '..')

/** What the TypeScript compiler says about files of an app that has the SDK installed: by file, each error with its line. */
export async function typeErrors(
  files: Record<string, string>,
): Promise<Record<string, { line: number; message: string }[]>> {
  const folder = tempFolder()
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'))
  writeFileSync(
    join(folder, 'tsconfig.json'),
    JSON.stringify({ extends: join(root, 'tsconfig.json'), include: ['*.ts'], exclude: [] }),
  )
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }')
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text)
  const output = await new Promise<string>((resolve, reject) => {
    const tsc = join(root, 'node_modules/typescript/bin/tsc')
    execFile(process.execPath, [tsc, '--noEmit', '--pretty', 'false', '-p', folder], { cwd: folder }, (error, said) =>
      error === null || said !== '' ? resolve(said) : reject(error),
    )
  })
  const found: Record<string, { line: number; message: string }[]> = Object.fromEntries(
    Object.keys(files).map(name => [name, []]),
  )
  let last: { line: number; message: string } | undefined
  for (const text of output.split('\n')) {
    const [, file, line, message] = /^(\S+?)\((\d+),\d+\): error \w+: (.*)$/.exec(text) ?? []
    if (file === undefined || message === undefined) {
      // What follows an error, indented, explains it.
      if (last !== undefined && text.startsWith(' ')) last.message += `\n${text}`
      continue
    }
    last = { line: Number(line), message }
    found[file] = [...(found[file] ?? []), last]
  }
  return found
}
