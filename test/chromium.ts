import { execFileSync } from 'node:child_process'
import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'
import { type Browser, chromium } from 'playwright-core'

const names = ['chromium', 'chromium-browser', 'google-chrome']

/** A headless Chromium that talks to nobody but the page's own servers. Fails with what to do where there is none. */
export function launchChromium(): Promise<Browser> {
  return chromium.launch({
    executablePath: chromiumPath(),
    args: [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  })
}

/** Where this machine keeps a Chromium. In CI, as root, it is installed where it is missing. */
function chromiumPath(): string {
  const found = findChromium()
  if (found !== undefined) return found
  if (process.env.CI && process.getuid?.() === 0) {
    const options = { stdio: 'ignore' } as const
    execFileSync('apt-get', ['update', '-qq'], options)
    execFileSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium'], options)
    const installed = findChromium()
    if (installed !== undefined) return installed
  }
  throw new Error(
    `the browser tests need Chromium, and there is no ${names.join(', ')} on the PATH; install it with "apt-get install chromium" (as root), or whatever your system uses`,
  )
}

function findChromium(): string | undefined {
  return (process.env.PATH ?? '')
    .split(delimiter)
    .flatMap(folder => names.map(name => join(folder, name)))
    .find(isExecutable)
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}
