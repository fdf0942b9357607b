import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { promisify } from 'node:util'

const folder = new URL('../.peers/', import.meta.url)
const versions = {
  '@openfeature/core': '1.12.0',
  '@openfeature/flagd-core': '4.0.1',
  '@growthbook/growthbook': '1.8.0',
  'unleash-client': '6.12.1',
  '@launchdarkly/node-server-sdk': '9.13.7',
  '@eppo/node-server-sdk': '3.10.2',
  '@statsig/statsig-node-core': '0.23.2',
}

/** What is compared with. */
export type PeerName = keyof typeof versions

/** Loads peers from a folder of their own, installing them there first, or says why that is impossible. */
export async function installPeers(): Promise<{ load: (name: PeerName) => unknown } | { unavailable: string }> {
  await mkdir(folder, { recursive: true })
  await writeFile(new URL('package.json', folder), `${JSON.stringify({ private: true, dependencies: versions })}\n`)
  if (!Object.keys(versions).every(name => existsSync(new URL(`node_modules/${name}/package.json`, folder)))) {
    try {
      const command = ['install', '--prefix', '.', '--ignore-scripts', '--no-audit', '--no-fund']
      await promisify(execFile)('npm', command, { cwd: folder, timeout: 180_000 })
    } catch (error) {
      return {
        unavailable: `npm install failed: ${error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error)}`,
      }
    }
  }
  return { load: createRequire(new URL('package.json', folder)) }
}
