import type { Command } from 'commander'
import { BucketSize, type Population, type QueryAnswer } from '../contract/query.ts'
import { queries } from '../contract/query-routes.ts'
import { resources } from '../contract/routes.ts'
import { calendarOf } from '../core/metrics/product-calendar.ts'
import { selfProject } from '../core/model/self-project.ts'
import { queryText } from '../core/report/query-text.ts'
import type { ApiClient } from '../http/client.ts'
import { connect, type Where } from './connection.ts'
import { failure } from './failure.ts'

type Flags = Where & {
  project?: string
  environment?: string
  bucket: string
  from?: string
  until?: string
  by?: string
  unit?: string
  with?: string
  experiment?: string
  variant?: string
  json?: boolean
}

const dayMs = 86_400_000
/** How far back a question goes that does not say. */
const bucketsShown: Record<BucketSize, number> = { hour: 2, day: 14, week: 12 * 7, month: 365, all: 28 }

/** `assay query`: a metric over the calendar in the terminal. */
export function queryCommand(program: Command): void {
  program
    .command('query')
    .description('show a metric by hour, day, week or month')
    .argument('<metric>', 'key of the metric')
    .option('--project <key>', 'its project (default: the only one)')
    .option('--bucket <size>', BucketSize.options.join(', '), 'day')
    .option('--from <date>', 'a date, or a moment with a zone (default: some buckets ago)')
    .option('--until <date>', 'likewise, excluded (default: now)')
    .option('--by <dimension>', 'a field of the context (country), or EVENT.PROPERTY')
    .option('--unit <unit>', 'what is counted (default: user)')
    .option('--with <event>', 'only units with this event in the bucket')
    .option('--experiment <key>', 'only units of this experiment, as its report counts them')
    .option('--variant <key>', 'of the experiment: only those in this variant')
    .option('--environment <key>', 'default: production, or that of the experiment')
    .option('--json', 'the whole answer as JSON')
    .option('--url <url>', 'a running server (default: the data folder itself)')
    .option('--token <token>', 'token for the server, or ASSAY_TOKEN')
    .option('--data <folder>', 'data folder (default: ./data)')
    .action(async (metric: string, flags: Flags) => {
      process.stdout.write(await readQuery(metric, flags, process.stdout.isTTY === true))
    })
}

/** The answer as text. */
export async function readQuery(
  metric: string,
  flags: Flags,
  colour: boolean,
  now: () => number = Date.now,
): Promise<string> {
  const connection = await connect(flags, now)
  try {
    const answer = await ask(connection.call, metric, flags, now())
    return flags.json ? `${JSON.stringify(answer, null, 2)}\n` : queryText(answer, { colour })
  } finally {
    await connection.close()
  }
}

async function ask(call: ApiClient, metric: string, flags: Flags, nowMs: number): Promise<QueryAnswer> {
  const size = BucketSize.safeParse(flags.bucket)
  if (!size.success)
    throw failure(`there are no buckets of a ${flags.bucket}`, `Use --bucket ${BucketSize.options.join(', ')}.`)
  const { key, timeZone } = await findProject(call, flags.project)
  const momentOf = (text: string, flag: string) => momentIn(timeZone, text, flag)
  const defaultMs = dayStart(timeZone, nowMs - 1 - (bucketsShown[size.data] - 1) * dayMs)
  const population = populationOf(flags)
  const body = {
    project: key,
    metric,
    bucket: size.data,
    from: flags.from === undefined ? new Date(defaultMs).toISOString() : momentOf(flags.from, '--from'),
    ...(flags.until === undefined ? {} : { until: momentOf(flags.until, '--until') }),
    ...(flags.by === undefined ? {} : { dimension: flags.by }),
    ...(flags.unit === undefined ? {} : { unit: flags.unit }),
    ...(flags.environment === undefined ? {} : { environment: flags.environment }),
    ...(population === undefined ? {} : { population }),
  }
  return (await call(queries.query, { body })).body
}

function populationOf({ experiment, variant, with: event }: Flags): Population | undefined {
  if (experiment !== undefined && event !== undefined)
    throw failure('a population has one definition', 'Use --experiment or --with, not both.')
  if (experiment === undefined && variant !== undefined)
    throw failure('--variant is of an experiment', 'Name the experiment with --experiment.')
  if (experiment !== undefined) return { experiment, ...(variant === undefined ? {} : { variant }) }
  return event === undefined ? undefined : { event }
}

/** A date begins at midnight in the time zone of the project. */
function momentIn(timeZone: string, text: string, flag: string): string {
  const date = /^\d{4}-\d\d-\d\d$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN
  const calendar = calendarOf(timeZone)
  if (!Number.isNaN(date) && calendar !== undefined) return new Date(calendar.startOf(date)).toISOString()
  const ms = /(Z|[+-]\d\d:\d\d)$/.test(text) ? Date.parse(text) : Number.NaN
  if (!Number.isNaN(ms)) return new Date(ms).toISOString()
  throw failure(
    `${flag} ${text} is not a moment`,
    'Write a date like 2026-03-01, or a moment like 2026-03-01T12:00:00Z.',
  )
}

function dayStart(timeZone: string, ms: number): number {
  const calendar = calendarOf(timeZone)
  return calendar === undefined ? ms : calendar.startOf(calendar.dateOf(ms))
}

/** The project meant when none is named: the only one there is. */
async function findProject(call: ApiClient, key: string | undefined) {
  if (key !== undefined) return (await call(resources.projects.read, { params: { key } })).body
  const { body } = await call(resources.projects.list, { params: {} })
  const items = body.items.filter(({ key }) => key !== selfProject)
  const [only] = items
  if (only !== undefined && items.length === 1) return only
  if (only === undefined) throw failure('there is no project yet', 'npm run demo makes one and fills it.')
  throw failure(
    'there is more than one project',
    `Choose one:\n${items.map(one => `  assay query --project ${one.key}`).join('\n')}`,
  )
}
