const benches = ['evaluate', 'ingest', 'ingest-limits', 'report', 'paint', 'statistics', 'stream', 'sdk-size']

// npm run bench          all of them, one after another
// npm run bench -- NAME  one of them
const asked = process.argv.slice(2)
const unknown = asked.filter(name => !benches.includes(name))
if (unknown.length > 0) {
  process.stderr.write(`There is no bench ${unknown.join(', ')}; there are ${benches.join(', ')}.\n`)
  process.exit(2)
}

for (const name of asked.length > 0 ? asked : benches) {
  process.stdout.write(`\n# ${name}\n`)
  const { run } = (await import(`./${name}.ts`)) as { run(): Promise<void> | void }
  await run()
}
