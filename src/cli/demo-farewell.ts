type Served = {
  url: string
  /** Signs in, once, and opens the report. */
  link: string
  token: string
  data: string
  /** Whether the console was built, without which the link shows how to build it. */
  built: boolean
  bold: boolean
}

/** What the demo leaves its reader with: the one thing to open, then everything else. */
export function demoFarewell({ url, link, token, data, built, bold }: Served): string {
  const strong = (text: string) => (bold ? `\u001b[1m${text}\u001b[0m` : text)
  const rows = [
    ['Console', url],
    ['API reference', `${url}/docs`],
    ['Admin token', token],
    ['In the terminal', `npm run -s assay -- report --url ${url} --token TOKEN`],
    ['Another link', `npm run -s assay -- link --url ${url} --data ${data}`],
  ] as const
  const width = Math.max(...rows.map(([name]) => name.length))
  return [
    '',
    strong('See it in the console'),
    `  ${strong(link)}`,
    ...(built ? [] : ['  Build it first, in another terminal: npm run build']),
    '  Press "Sign in" there and you are the owner, in front of this report. The link works once, within a day.',
    '',
    ...rows.map(([name, text]) => `  ${name.padEnd(width)}   ${text}`),
    '',
    'Serving until Ctrl-C.',
    '',
  ].join('\n')
}
