import { addOwnerToken } from '../access/owner.ts'
import { readConfig } from '../config.ts'
import { type ApiClient, apiClient } from '../http/client.ts'
import { openAssay } from '../main.ts'
import { failure } from './failure.ts'

/** How a command reaches Assay: a server somewhere, or the data folder itself opened for the length of the command. */
export type Connection = {
  call: ApiClient
  fetch(path: string, init: RequestInit): Promise<Response>
  /** Everything sent so far can be asked for when this resolves. */
  settle(): Promise<void>
  dataDir: string
  close(): Promise<void>
}

export type Where = { url?: string | undefined; token?: string | undefined; data?: string | undefined }

/** Connects to `url` with a token, or opens the data folder when no address is given. */
export async function connect(where: Where, now: () => number = Date.now): Promise<Connection> {
  const read = readConfig(process.env, {
    logLevel: 'error',
    ...(where.data === undefined ? {} : { dataDir: where.data }),
  })
  if ('errors' in read)
    throw failure(read.errors.join('\n'), 'Correct these environment variables; assay serve --help lists them.')
  const { config } = read
  if (where.url !== undefined) {
    const { url } = where
    const token = where.token ?? process.env.ASSAY_TOKEN
    if (token === undefined)
      throw failure(
        'a server needs a token',
        'Give --token, or set ASSAY_TOKEN; the first start of the server printed one.',
      )
    return {
      call: apiClient({ url, token }),
      fetch: (path, init) => fetch(new URL(path, url), init),
      settle: () => new Promise(resolve => setTimeout(resolve, config.loadIntervalMs * 2)),
      dataDir: config.dataDir,
      close: async () => {},
    }
  }
  const assay = await openAssay(config, { now })
  const url = 'http://assay.local'
  const id = `command line ${process.pid}`
  const token = addOwnerToken(assay.platform, id)
  return {
    call: apiClient({ url, token, fetch: request => assay.fetch(request) }),
    fetch: async (path, init) => assay.fetch(new Request(new URL(path, url), init)),
    settle: () => assay.settle(),
    dataDir: config.dataDir,
    close: async () => {
      const spent = token.slice('assay_token_'.length).split('.')[0] ?? ''
      assay.platform.control.revokeKey(spent, new Date(now()).toISOString())
      await assay.close()
    },
  }
}
