import { z } from 'zod'
import { Role } from './contract/access.ts'

const megabyte = 1024 * 1024

/** Every option there is: its meaning and its default. The environment name is ASSAY_ and the option in upper snake case. */
export const Config = z.object({
  port: z.coerce.number().int().min(0).max(65_535).default(4000).describe('port to listen on; 0 takes a free one'),
  host: z.string().default('127.0.0.1').describe('address to listen on; 0.0.0.0 for every network'),
  dataDir: z.string().default('./data').describe('folder that holds everything Assay remembers'),
  publicUrl: z
    .url({ protocol: /^https?$/ })
    .optional()
    .describe('address people and apps reach this server at, when not http://HOST:PORT'),
  consoleDir: z.string().optional().describe('folder of the built console, when not the one of this installation'),
  logLevel: z.enum(['silent', 'error', 'warn', 'info', 'debug']).default('info').describe('how much is logged'),
  loadIntervalMs: z.coerce.number().int().min(50).default(1000).describe('how often accepted events become queryable'),
  segmentBytesMax: z.coerce
    .number()
    .int()
    .min(1024)
    .default(64 * megabyte)
    .describe('a journal segment is closed at this size'),
  journalPendingBytesMax: z.coerce
    .number()
    .int()
    .min(1024)
    .default(32 * megabyte)
    .describe('events waiting for the disk; beyond it senders are told to wait'),
  journalBacklogBytesMax: z.coerce
    .number()
    .int()
    .min(1024)
    .default(1024 * megabyte)
    .describe('events on disk waiting to be loaded; beyond it senders are told to wait'),
  dedupeIdsMax: z.coerce
    .number()
    .int()
    .min(1000)
    .max(200_000_000)
    .default(8_000_000)
    .describe(
      'event ids held in memory (about 32 bytes each) to recognise duplicates at once; older ones are recognised when loaded',
    ),
  duckdbMemory: z.string().default('1GB').describe('memory limit of the event store'),
  requestsPerSecond: z.coerce
    .number()
    .positive()
    .default(1000)
    .describe('requests a key may make per second, on average'),
  webhookPrivateAddresses: z
    .union([z.boolean(), z.stringbool()])
    .default(false)
    .describe('whether webhooks may go to private addresses, such as those of your own network'),
  selfObservation: z
    .union([z.boolean(), z.stringbool()])
    .default(true)
    .describe(
      'whether the console sends how it is used, without anything personal, to the project assay of this server',
    ),
  requestsBurst: z.coerce.number().positive().default(5000).describe('requests a key may make at once'),
  addressHeader: z
    .string()
    .optional()
    .describe('header in which a proxy in front tells the address of callers, such as x-forwarded-for'),
  oidcIssuer: z
    .url({ protocol: /^https?$/ })
    .refine(isConfidential, 'use https')
    .optional()
    .describe(
      'identity provider people may sign in with (OpenID Connect); its redirect URI is PUBLICURL/sign-in/oidc/callback',
    ),
  oidcClientId: z.string().optional().describe('how Assay is called at the identity provider'),
  oidcClientSecret: z.string().optional().describe('what Assay proves itself by there; absent for a public client'),
  oidcLabel: z.string().default('Sign in with your organisation').describe('what the button says'),
  oidcRole: Role.optional().describe(
    'role of whoever comes from there for the first time, for providers that know your people alone; absent: only members may enter',
  ),
})
export type Config = z.infer<typeof Config>

type Option = keyof Config

/** Whether what is sent to an address can be read on no way but that of this machine itself. */
function isConfidential(address: string): boolean {
  if (!URL.canParse(address)) return false
  const { protocol, hostname } = new URL(address)
  return protocol === 'https:' || ['127.0.0.1', '[::1]', 'localhost'].includes(hostname)
}

/** The environment variable that sets an option. */
export function environmentName(option: string): string {
  return `ASSAY_${option.replace(/[A-Z]/g, letter => `_${letter}`).toUpperCase()}`
}

/** The configuration from the environment, with overrides (flags of the command line) on top. Says every wrong option at once. */
export function readConfig(
  environment: Record<string, string | undefined>,
  overrides: Partial<Record<Option, unknown>> = {},
): { config: Config } | { errors: string[] } {
  const given: Record<string, unknown> = {}
  for (const option of Object.keys(Config.shape)) {
    const value = environment[environmentName(option)]
    if (value !== undefined) given[option] = value
  }
  const parsed = Config.safeParse({ ...given, ...overrides })
  if (parsed.success) return { config: parsed.data }
  return {
    errors: parsed.error.issues.map(issue => `${environmentName(String(issue.path[0]))}: ${issue.message}`),
  }
}

/** The options as text for `assay serve --help`. */
export function describeConfig(): string {
  const rows = Object.entries(Config.shape).map(([option, schema]) => {
    const standard = schema.safeParse(undefined).data
    return {
      name: environmentName(option),
      text: `${schema.description}${standard === undefined ? '' : ` (${standard})`}`,
    }
  })
  const width = Math.max(...rows.map(row => row.name.length))
  return rows.map(row => `  ${row.name.padEnd(width)}  ${row.text}`).join('\n')
}
