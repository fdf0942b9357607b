import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import type { ReviewConditions } from '../../src/contract/privacy.ts'
import { privacy } from '../../src/contract/privacy-routes.ts'
import { resources } from '../../src/contract/routes.ts'
import { openShop, type TestAssay } from '../assay.ts'

type Outcome = 'approve' | 'refuse'

export const project = { project: 'shop' }

/** A shop with an event that has personal properties of every treatment, none of them reviewed. */
export async function openPrivateShop(options: Parameters<typeof openShop>[0] = {}): Promise<TestAssay> {
  const shop = await openShop(options)
  const personal = (treatment: 'keep' | 'truncate' | 'encrypt' | 'hash' | 'drop') =>
    ({ type: 'string', privacy: { class: 'personal', treatment, purpose: 'support' } }) as const
  await shop.call(resources.events.create, {
    params: project,
    body: {
      key: 'signup',
      owner: 'growth',
      purpose: 'funnel',
      properties: {
        plan: { type: 'string' },
        email: personal('hash'),
        phone: personal('encrypt'),
        address: personal('truncate'),
        note: personal('keep'),
        secret: personal('drop'),
      },
    },
  })
  return shop
}

/** Decides about a property of an event as it is now. */
export async function decide(
  shop: TestAssay,
  event: string,
  property: string,
  outcome: Outcome = 'approve',
  conditions?: ReviewConditions,
): Promise<void> {
  const { etag } = await shop.call(resources.events.read, { params: { ...project, key: event } })
  await shop.call(privacy.decide, {
    params: { ...project, event, property },
    body: { outcome, reason: 'because', ...(conditions === undefined ? {} : { conditions }) },
    ifMatch: etag ?? '',
  })
}

/** A key with which apps of the shop send events. */
export function serverKey(shop: TestAssay): Promise<string> {
  return shop.key({ kind: 'server', name: 'app', project: 'shop', environment: 'production' })
}

/** The files of a folder, however deep, in which a text occurs, compressed files opened. */
export function filesWith(folder: string, text: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(name => {
    const path = join(folder, name)
    if (!statSync(path).isFile()) return false
    const bytes = readFileSync(path)
    return (name.endsWith('.gz') ? gunzipSync(bytes) : bytes).includes(text)
  })
}

/** The columns of the event store in which a text occurs. Its file may be compressed, so looking at bytes is not enough. */
export async function columnsWith({ platform: { events } }: TestAssay, text: string): Promise<string[]> {
  const columns = await events.query(
    "SELECT schema_name, table_name, column_name FROM duckdb_columns() WHERE NOT internal AND data_type = 'VARCHAR'",
  )
  const found: string[] = []
  for (const { schema_name, table_name, column_name } of columns) {
    const [row] = await events.query(
      `SELECT count(*) AS hits FROM "${schema_name}"."${table_name}" WHERE contains("${column_name}", $1)`,
      [text],
    )
    if (row?.hits !== 0) found.push(`${table_name}.${column_name}`)
  }
  return found
}
